// @ts-check
import { codePart } from '../lib/code-parts.js';
import { sentenceOf } from '../lib/problem.js';
import { ask } from '../lib/server.js';
import { copyButton } from './copyable.js';
import { element } from './element.js';

const PROGRAMS = [
  { label: 'In Node.js', address: '/pitfalls/servers/node.mjs' },
  { label: 'In Python', address: '/pitfalls/servers/python.py' },
];

/**
 * Shows how the user's own server can fix a pitfall; empty where only the client can fix it.
 *
 *     page.append(serverCode('clean-end'));
 *
 * @param {string} name the name of the pitfall
 */
export function serverCode(name) {
  const place = element('div', { class: 'server-code' });
  for (const { label, address } of PROGRAMS) read(place, label, address, name);
  return place;
}

/** @param {HTMLElement} place @param {string} label @param {string} address @param {string} name */
async function read(place, label, address, name) {
  let code;
  try {
    code = codePart(await (await ask(address)).text(), name);
  } catch (error) {
    code = `${address} could not be read: ${sentenceOf(error)}`;
  }
  if (code === null) return;
  const text = code;
  place.append(
    element(
      'details',
      { class: 'source' },
      element('summary', {}, label),
      element('div', { class: 'source-body' }, copyButton(`Copy the program (${label})`, () => text), element('pre', { tabindex: '0', 'aria-label': `The server, ${label.toLowerCase()}` }, element('code', {}, text))),
    ),
  );
}
