// @ts-check

/**
 * How a scenario is meant to be called: its key `client`.
 *
 * @typedef {object} ClientCall
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string | null} body
 * @property {Record<string, string>} params the values of the parameters of its address
 * @property {[name: string, value: string][]} query
 * @property {string[]} close the event types, or the whole data of an event, after which a client closes
 * @property {string | null} text the place in the JSON of an event whose text is appended to the answer
 */

/** @type {ClientCall} How a scenario without the key `client` is called. */
export const PLAIN_CALL = { method: 'GET', headers: {}, body: null, params: {}, query: [], close: ['complete', 'all_complete'], text: null };

/**
 * Formats header fields as they are typed, one per line.
 * @param {Record<string, string>} headers
 */
export function fieldsText(headers) {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

/**
 * Formats the list `close` as it is typed in a field: words, quoted where they contain a space, a comma or a quotation mark.
 *
 *     closeText(['complete', 'all done'])   // 'complete, "all done"'
 *
 * @param {readonly string[]} close
 */
export function closeText(close) {
  return close.map((text) => (/^[^\s,"]+$/.test(text) ? text : JSON.stringify(text))).join(', ');
}

/**
 * The inverse of `closeText`: returns the words of the typed text.
 *
 *     closings('complete, "all done"')   // ['complete', 'all done']
 *
 * @param {string} text
 * @returns {string[]}
 */
export function closings(text) {
  return Array.from(text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s,]+/g), ([word]) => unquoted(word)).filter(Boolean);
}

/** @param {string} word */
function unquoted(word) {
  if (!word.startsWith('"')) return word;
  try {
    return String(JSON.parse(word));
  } catch {
    return word;
  }
}

/**
 * Returns the value at a place in the JSON of an event; null unless it is a string.
 *
 *     textAt('{"choices":[{"delta":{"content":"Hel"}}]}', 'choices[0].delta.content')   // 'Hel'
 *
 * @param {string} data @param {string} place as in the key `text`
 * @returns {string | null}
 */
export function textAt(data, place) {
  let value;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  for (const [, name, index] of place.matchAll(/([\w$-]+)|\[(\d+)\]/g)) {
    if (value === null || typeof value !== 'object') return null;
    value = index === undefined ? (Object.hasOwn(value, name) ? value[name] : undefined) : value[Number(index)];
  }
  return typeof value === 'string' ? value : null;
}
