// @ts-check
import { element } from './element.js';

/**
 * Turns a sentence into nodes, with the text between backticks as code.
 *
 *     element('p', {}, ...inlineCode('Send `retry: 0`.'));
 *
 * @param {string} sentence
 * @returns {(string | HTMLElement)[]}
 */
export function inlineCode(sentence) {
  return sentence.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}
