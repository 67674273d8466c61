// @ts-check
import { element } from './element.js';

/**
 * Lets the browser save some content as a file.
 *
 *     download('events.json', text, 'application/json');
 *
 * @param {string} name @param {BlobPart} content @param {string} type
 */
export function download(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
