// @ts-check
import { base64URLOf, bytesOfBase64URL } from './base64.js';
import { MOST_BYTES } from './scenario-text.js';

/**
 * Makes a link that contains a whole scenario in its fragment: it works offline, and no server or proxy ever sees the text.
 *
 *     await shareLink('http://127.0.0.1:8000/', 'title: Hello\n…')   // http://127.0.0.1:8000/#text=80wsyUmtVAgoyk…
 *
 * The text is compressed (raw DEFLATE) and encoded in base64url.
 * @param {string} page
 * @param {string} text
 */
export async function shareLink(page, text) {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  return `${page}#text=${base64URLOf(bytes)}`;
}

/**
 * Returns the text in the fragment of a link, or null where there is none or it is damaged.
 * @param {string} fragment with or without its `#`
 */
export async function sharedText(fragment) {
  const value = new URLSearchParams(fragment.replace(/^#/, '')).get('text');
  if (value === null) return null;
  try {
    const bytes = await through(bytesOfBase64URL(value), new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {CompressionStream | DecompressionStream} transform
 */
async function through(bytes, transform) {
  const reader = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(transform).getReader();
  /** @type {number[][]} */
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_BYTES) throw new RangeError('too long'); // a small link must not expand until it fills the memory
    parts.push([...part.value]);
  }
  return Uint8Array.from(parts.flat());
}
