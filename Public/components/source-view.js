// @ts-check
import { sentenceOf } from '../lib/problem.js';
import { ask, server } from '../lib/server.js';
import { copyButton } from './copyable.js';
import { element } from './element.js';

/**
 * Shows a source file exactly as the server serves it, so that the shown code is the code that runs.
 *
 *     card.append(sourceView('/clients/curl/client.sh', true));
 *
 * @param {string} address
 * @param {boolean} isOpen
 */
export function sourceView(address, isOpen) {
  const code = element('code', {}, 'Reading the file…');
  const name = address.split('/').slice(-2).join('/');
  const read = async () => {
    try {
      code.textContent = await (await ask(address)).text();
    } catch (error) {
      code.textContent = `${address} could not be read: ${sentenceOf(error)}`;
      server.onceUp(read);
    }
  };
  read();
  return element(
    'details',
    { class: 'source', open: isOpen },
    element('summary', {}, element('code', {}, name)),
    element(
      'div',
      { class: 'source-body' },
      copyButton(`Copy ${name}`, () => code.textContent ?? ''),
      element('pre', { tabindex: '0', 'aria-label': `Source of ${name}` }, code),
    ),
  );
}
