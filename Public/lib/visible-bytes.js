// @ts-check

/** @typedef {{ kind: 'text' | 'mark' | 'cut', text: string, title?: string }} VisiblePart */

/** @type {Record<number, [string, string]>} */
const MARKS = {
  0x00: ['NUL', 'U+0000 NULL'],
  0x09: ['→', 'tab'],
  0x0a: ['↵', 'line feed (LF)'],
  0x0d: ['CR', 'carriage return (CR)'],
  0x7f: ['DEL', 'U+007F DELETE'],
  0xa0: ['NBSP', 'U+00A0 NO-BREAK SPACE'],
  0xfeff: ['BOM', 'U+FEFF BYTE ORDER MARK'],
};

/**
 * Shows the bytes of a line as text in which nothing is hidden: line ends, control characters, spaces that matter, bytes that are not UTF-8,
 * and the boundaries of chunks.
 *
 *     visibleParts(bytesOf('data:  x\n'), [])   // 'data: ' as text, '·' as a mark, 'x', '↵' as a mark
 *
 * @param {Uint8Array} bytes
 * @param {readonly number[]} cuts offsets at which a chunk begins, in ascending order; those after the bytes are ignored
 * @returns {VisiblePart[]}
 */
export function visibleParts(bytes, cuts) {
  /** @type {VisiblePart[]} */
  const parts = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  const mark = (/** @type {string} */ shown, /** @type {string} */ title) => {
    flush();
    parts.push({ kind: 'mark', text: shown, title });
  };
  const contentEnd = endOfContent(bytes);
  const valueStart = bytes.indexOf(0x3a) + 2; // after the colon and the one space that is removed
  let nextCut = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    let inside = false;
    while (nextCut < cuts.length && cuts[nextCut] < at + Math.max(1, length)) {
      flush();
      inside = cuts[nextCut] > at;
      nextCut += 1;
      parts.push({ kind: 'cut', text: '', title: inside ? 'a chunk ends inside the next character' : 'a chunk ends, the next begins' });
    }
    if (length === 0) {
      mark(`\\x${bytes[at].toString(16).toUpperCase().padStart(2, '0')}`, 'a byte that is not UTF-8');
      at += 1;
      continue;
    }
    const character = decoder.decode(bytes.subarray(at, at + length));
    const code = character.codePointAt(0) ?? 0;
    const known = MARKS[code];
    if (known) mark(...known);
    else if (code === 0x20 && (at + 1 === contentEnd || at === valueStart)) mark('·', 'a space that belongs to the value');
    else if (code < 0x20 || /\p{Cf}|\p{Zl}|\p{Zp}/u.test(character)) mark(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, 'an invisible character');
    else text += character;
    at += length;
  }
  flush();
  return parts;
}

// ignoreBOM keeps the byte order mark, so that it can be shown.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/**
 * Returns the offset at which the line end begins.
 * @param {Uint8Array} bytes
 */
function endOfContent(bytes) {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1;
  return end;
}

/**
 * Returns the length in bytes of the character at an offset; 0 where the bytes are not valid UTF-8.
 * @param {Uint8Array} bytes @param {number} at
 */
function characterLength(bytes, at) {
  const first = bytes[at];
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
