// @ts-check
import { sentenceOf } from './problem.js';

/**
 * A mistake in a line of the typed text.
 * @typedef {{ line: number, message: string }} LineMistake
 */

/** Names of fields that browsers do not let a page set; names with one of the prefixes below are forbidden, too. */
const FORBIDDEN = new Set(
  'accept-charset accept-encoding access-control-request-headers access-control-request-method connection content-length cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te trailer transfer-encoding upgrade via'.split(' '),
);
const FORBIDDEN_PREFIX = /^(proxy-|sec-)/;

/**
 * Reads header fields as they are typed, one per line. Invalid lines are left out and reported.
 *
 *     readFields('X-Name: Ada\nnonsense')
 *     // { fields: { 'X-Name': 'Ada' }, mistakes: [{ line: 2, message: "'nonsense' has no colon: a field is Name: value." }] }
 *
 * @param {string} text
 * @returns {{ fields: Record<string, string>, mistakes: LineMistake[] }}
 */
export function readFields(text) {
  /** @type {Map<string, { name: string, value: string }>} */
  const found = new Map();
  /** @type {LineMistake[]} */
  const mistakes = [];
  text.split('\n').forEach((whole, index) => {
    const line = whole.trim();
    if (line === '') return;
    const problem = problemOf(line);
    if (problem !== null) {
      mistakes.push({ line: index + 1, message: problem });
      return;
    }
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    const before = found.get(name.toLowerCase());
    // Fields of the same name are combined into one, with a list of values (RFC 9110, 5.3).
    found.set(name.toLowerCase(), { name: before?.name ?? name, value: before ? `${before.value}, ${value}` : value });
  });
  return { fields: Object.fromEntries(Array.from(found.values(), ({ name, value }) => [name, value])), mistakes };
}

/**
 * Returns why a line is not a header field that can be sent, or null.
 * @param {string} line
 */
function problemOf(line) {
  const colon = line.indexOf(':');
  if (colon < 0) return `${quote(line)} has no colon: a field is Name: value.`;
  const name = line.slice(0, colon).trim();
  if (name === '') return 'There is no name before the colon: a field is Name: value.';
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return `${quote(name)} is not the name of a field: only letters, digits and hyphens.`;
  if (FORBIDDEN.has(name.toLowerCase()) || FORBIDDEN_PREFIX.test(name.toLowerCase())) return `Browsers do not let a page send ${name}: use the curl line for that.`;
  if (/[^\t\x20-\x7e\x80-\xff]/.test(line.slice(colon + 1))) return `The value of ${name} has characters that a field cannot hold: only Latin-1 ones.`;
  return null;
}

/**
 * Returns the mistake in a body, or null: a body whose type is JSON has to be valid JSON.
 * @param {string} body @param {string} type its Content-Type
 */
export function bodyMistake(body, type) {
  if (body.trim() === '' || !/^[^;]*[/+]json\s*(;|$)/i.test(type)) return null;
  try {
    JSON.parse(body);
    return null;
  } catch (error) {
    return `This is not JSON, though its Content-Type is ${type}: ${sentenceOf(error)}`;
  }
}

/** @param {string} text */
function quote(text) {
  return `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;
}
