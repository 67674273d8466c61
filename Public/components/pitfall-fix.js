// @ts-check
import { lineDiff } from '../lib/line-diff.js';
import { sentenceOf } from '../lib/problem.js';
import { readScenario } from '../lib/scenario-api.js';
import { whatItDoes } from '../lib/scenario-text.js';
import { ask } from '../lib/server.js';
import { copyButton } from './copyable.js';
import { diffView } from './diff-view.js';
import { element } from './element.js';
import { serverCode } from './server-code.js';
import { sourceView } from './source-view.js';

/** @typedef {import('../lib/pitfalls.js').Pitfall} Pitfall */

/**
 * Shows the fix as diffs of the client, of the scenario, or of both; the one that the page runs comes first.
 *
 *     page.append(pitfallFix(pitfall));
 *
 * @param {Pitfall} pitfall
 */
export function pitfallFix({ name, broken, fixed }) {
  const inClient = broken.client !== fixed.client;
  const isPlayed = broken.scenario !== fixed.scenario;
  const clients = inClient
    ? [difference('In the client', clientFile(broken.client), clientFile(fixed.client), readFile)]
    : [element('h3', {}, 'The client, the same on both sides'), sourceView(clientFile(broken.client), true)];
  const server = difference(inClient && !isPlayed ? 'Or on the server' : 'On the server', `${name}-broken`, `${name}-fixed`, readSource);
  return element(
    'section',
    { class: 'pitfall-fix', 'aria-labelledby': 'fix-title' },
    element('h2', { id: 'fix-title' }, 'The fix'),
    element('div', { class: 'pitfall-diffs' }, ...(inClient ? [group(clients), group([server, serverCode(name)])] : [group([server, serverCode(name)]), group(clients)])),
  );
}

/** @param {Node[]} nodes */
function group(nodes) {
  return element('div', { class: 'pitfall-diff' }, ...nodes);
}

/** @param {string} title @param {string} from @param {string} to @param {(address: string) => Promise<string>} read */
function difference(title, from, to, read) {
  const place = element('div', { class: 'diff-place' }, element('p', { class: 'muted' }, 'Reading both texts…'));
  let fixed = '';
  const load = async () => {
    try {
      const [before, after] = await Promise.all([read(from), read(to)]);
      fixed = after;
      place.replaceChildren(diffView(`${title}: what changes from ${from} to ${to}`, lineDiff(withoutTypes(before), withoutTypes(after))));
    } catch (error) {
      place.replaceChildren(element('p', { class: 'trouble' }, sentenceOf(error)));
    }
  };
  load();
  return element(
    'div',
    { class: 'difference' },
    element('h3', {}, title),
    element('p', { class: 'muted diff-names' }, element('code', {}, shortName(from)), ' becomes ', element('code', {}, shortName(to)), copyButton(`Copy ${shortName(to)}`, () => fixed)),
    place,
  );
}

/** @param {string} address */
function shortName(address) {
  return address.split('/').at(-1) ?? address;
}

/** @param {string} client */
function clientFile(client) {
  return `/pitfalls/clients/${client}${client === 'with-credentials' ? '.frame' : ''}.js`;
}

/**
 * Removes the lines of a client that only a type checker reads.
 * @param {string} text
 */
function withoutTypes(text) {
  return text.replace(/^\/\/ @ts-check\n+/, '').replace(/^ *\/\*\* @(type|param) .*\*\/\n/gm, '');
}

/** @param {string} address */
async function readFile(address) {
  return (await ask(address)).text();
}

/** @param {string} name */
async function readSource(name) {
  return whatItDoes((await readScenario(name)).source);
}
