// @ts-check
import { copyButton } from './copyable.js';
import { element } from './element.js';

/**
 * Shows a file as the server serves it: the one that runs.
 * @param {string} address
 * @param {boolean} isOpen
 */
export function sourceView(address, isOpen) {
  const code = element('code', {}, 'Reading the file…');
  const name = address.split('/').slice(-2).join('/');
  const read = async () => {
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      code.textContent = await response.text();
    } catch (error) {
      code.textContent = `${address} could not be read: ${error instanceof Error ? error.message : error}`;
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
