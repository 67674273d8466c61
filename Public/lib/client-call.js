// @ts-check

/**
 * How a scenario says that it is called, in its key `client`.
 *
 * @typedef {object} ClientCall
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string | null} body
 * @property {Record<string, string>} params what the parameters of its address are
 * @property {[name: string, value: string][]} query
 * @property {string[]} close event types, or whole data, after which a client is done
 * @property {string | null} text where in the JSON of an event a text grows
 */

/** @type {ClientCall} How a scenario is called that says nothing of it. */
export const PLAIN_CALL = { method: 'GET', headers: {}, body: null, params: {}, query: [], close: ['complete', 'all_complete'], text: null };

/**
 * Header fields as one types them, one a line.
 * @param {Record<string, string>} headers
 */
export function fieldsText(headers) {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

/**
 * What a client closes after, as one types it: words, those with a space or a comma in quotation marks.
 *
 *     closeText(['complete', 'all done'])   // 'complete, "all done"'
 *
 * @param {readonly string[]} close
 */
export function closeText(close) {
  return close.map((text) => (/^[^\s,"]+$/.test(text) ? text : JSON.stringify(text))).join(', ');
}

/**
 * What was typed, taken apart again.
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
 * The value at a place in the JSON of an event, if that is a text.
 *
 *     textAt('{"choices":[{"delta":{"content":"Hel"}}]}', 'choices[0].delta.content')   // 'Hel'
 *
 * @param {string} data @param {string} place as the key `text` has it
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
