// @ts-check

/**
 * A place in a YAML text. It is derived from lines and indentation only, so that it is known while the text is being written.
 *
 * @typedef {object} YAMLPlace
 * @property {string[]} path the keys that lead to it, `-` for an item of a list
 * @property {string[]} keys the other keys of the mapping
 * @property {'key' | 'value'} kind what is expected at the place
 * @property {string} key the key whose value it is; empty for a key
 * @property {number} from the offset at which the word at the place begins
 */

/**
 * An open mapping or an open item of a list.
 * @typedef {{ indent: number, isItem: boolean, key: string, keys: string[] }} Frame
 */

const KEY = /^([A-Za-z_][\w-]*|"[^"]*"|'[^']*')\s*:(?=\s|$)/;

/**
 * @param {string} text
 * @param {number} offset
 * @returns {YAMLPlace | null} null inside a comment and inside a block scalar
 */
export function placeAt(text, offset) {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  if (/(^|\s)#/.test(before.replace(/"[^"]*"|'[^']*'/g, ''))) return null;
  /** @type {Frame[]} */
  const frames = [];
  let block = -1; // the indentation of the key whose block scalar the lines belong to
  for (const line of text.slice(0, start).split('\n').slice(0, -1)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const indent = indentOf(line);
    if (block >= 0 && indent > block) continue;
    block = -1;
    const rest = take(frames, line);
    if (/:\s*[|>][-+0-9]*\s*$/.test(rest)) block = frames.at(-1)?.indent ?? 0;
  }
  const indent = indentOf(before);
  if (block >= 0 && (before.trim() === '' ? indent > block : indent > block)) return null;
  return placeInLine(text, frames, before, offset);
}

/** @param {string} text @param {Frame[]} frames @param {string} before the line up to the place @param {number} offset @returns {YAMLPlace} */
function placeInLine(text, frames, before, offset) {
  const rest = take(frames, before, true);
  const flow = flowPart(rest);
  const path = frames.flatMap((frame) => (frame.isItem ? ['-'] : [frame.key]));
  if (flow !== null) {
    const parts = flow.split(',');
    const last = (parts.pop() ?? '').trimStart();
    const keys = parts.map((part) => KEY.exec(part.trim())?.[1] ?? '').filter(Boolean);
    const match = KEY.exec(last);
    if (!match) return { path, keys, kind: 'key', key: '', from: offset - last.length };
    return { path, keys, kind: 'value', key: match[1], from: offset - last.slice(match[0].length).trimStart().length };
  }
  const match = KEY.exec(rest);
  const top = frames.at(-1);
  if (match) {
    const keys = (top?.keys ?? []).filter((key) => key !== match[1]);
    return { path: path.slice(0, -1), keys, kind: 'value', key: match[1], from: offset - rest.slice(match[0].length).trimStart().length };
  }
  return { path: top && !top.isItem ? path.slice(0, -1) : path, keys: [...(top?.isItem ? [] : top?.keys ?? []), ...keysBelow(text, offset, indentOf(before))], kind: 'key', key: '', from: offset - rest.length };
}

/**
 * Closes the frames that a line ends, and opens those that it begins.
 * @param {Frame[]} frames @param {string} line @param {boolean} [isOpen] whether the line is being written
 * @returns {string} the line without its indentation and list marks
 */
function take(frames, line, isOpen = false) {
  let column = indentOf(line);
  let rest = line.slice(column);
  for (let item = /^-(\s+|$)/.exec(rest); item; item = /^-(\s+|$)/.exec(rest)) {
    while (frames.length > 0 && (last(frames).indent > column || (last(frames).indent === column && last(frames).isItem))) frames.pop();
    frames.push({ indent: column, isItem: true, key: '', keys: [] });
    column += item[0].length;
    rest = rest.slice(item[0].length);
  }
  const match = KEY.exec(rest);
  const isBare = isOpen && !match; // it may become a key, so its mapping stays open
  while (frames.length > 0 && (last(frames).indent > column || (!isBare && last(frames).indent === column && last(frames).isItem))) frames.pop();
  const top = frames.at(-1);
  if (match) {
    if (top && !top.isItem && top.indent === column) {
      top.key = match[1];
      top.keys.push(match[1]);
    } else frames.push({ indent: column, isItem: false, key: match[1], keys: [match[1]] });
  } else if (isOpen && rest === '' && top?.isItem && top.indent >= column) frames.pop();
  return rest;
}

/**
 * Returns the text after the last open brace, or null.
 * @param {string} line
 */
function flowPart(line) {
  const bare = line.replace(/"[^"]*"|'[^']*'/g, (text) => '_'.repeat(text.length)).replace(/\$\{[^}]*\}/g, (text) => '_'.repeat(text.length));
  let depth = 0;
  for (let at = bare.length - 1; at >= 0; at -= 1) {
    if (bare[at] === '}') depth += 1;
    if (bare[at] === '{' && bare[at - 1] !== '$') {
      if (depth === 0) return line.slice(at + 1);
      depth -= 1;
    }
  }
  return null;
}

/**
 * Returns the keys of the same mapping that follow below.
 * @param {string} text @param {number} offset @param {number} indent
 */
function keysBelow(text, offset, indent) {
  const keys = [];
  const end = text.indexOf('\n', offset);
  for (const line of end < 0 ? [] : text.slice(end + 1).split('\n')) {
    if (/^\s*(#|$)/.test(line)) continue;
    const column = indentOf(line);
    if (column < indent || line[column] === '-') break;
    const match = column === indent ? KEY.exec(line.slice(column)) : null;
    if (match) keys.push(match[1]);
  }
  return keys;
}

/** @param {string} line */
function indentOf(line) {
  return line.length - line.trimStart().length;
}

/** @param {Frame[]} frames @returns {Frame} */
function last(frames) {
  return frames[frames.length - 1];
}
