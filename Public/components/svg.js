// @ts-check

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an SVG element.
 *
 *     svg('text', { x: '4', y: '12' }, '250 ms');
 *
 * @param {string} name @param {Record<string, string>} [attributes] @param {string} [text]
 */
export function svg(name, attributes = {}, text = '') {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== '') made.textContent = text;
  return made;
}
