// @ts-check
import { MOST_BYTES } from './scenario-text.js';

/** The largest archive that the server accepts, in bytes. */
const MOST_ARCHIVE = 1_048_576;

/**
 * The content of a file that was dropped or opened: the text of a scenario, an archive of scenarios, or anything else, which is refused.
 * @typedef {{ kind: 'text', text: string } | { kind: 'archive', bytes: ArrayBuffer, type: string } | { kind: 'refused', reason: string }} DroppedFile
 */

/**
 * Reads a file and determines its kind from its bytes, because its name may be wrong.
 * @param {Pick<File, 'name' | 'size' | 'arrayBuffer'>} file
 * @returns {Promise<DroppedFile>}
 */
export async function readDropped(file) {
  const refused = (/** @type {string} */ reason) => /** @type {DroppedFile} */ ({ kind: 'refused', reason: `${file.name} ${reason}` });
  if (file.size > MOST_ARCHIVE) return refused('is larger than 1 MiB: a scenario has 256 KiB at most, and larger archives are taken by "sse-playground import".');
  let buffer;
  try {
    buffer = await file.arrayBuffer();
  } catch {
    return refused('could not be read: it is a folder, or may not be read.');
  }
  const bytes = new Uint8Array(buffer);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { kind: 'archive', bytes: buffer, type: 'application/gzip' };
  if (textOf(bytes.subarray(257, 262)) === 'ustar') return { kind: 'archive', bytes: buffer, type: 'application/x-tar' };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) return refused('is a ZIP archive: only .tar.gz and .tar are imported.');
  const text = textOf(bytes);
  if (text === null || text.includes('\0')) return refused('is not a text in UTF-8: a scenario is written in YAML.');
  if (bytes.length > MOST_BYTES) return refused('is larger than 256 KiB, which a scenario has at most.');
  return { kind: 'text', text };
}

/** @param {Uint8Array} bytes */
function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Describes the result of an import in a sentence.
 * @param {string} fileName @param {{ created: string[], updated: string[], unchanged: string[], skipped: string[] }} report
 */
export function importSentence(fileName, { created, updated, unchanged, skipped }) {
  const parts = [
    part('new', created),
    part('with a new version', updated),
    part('there already, with the same text', unchanged),
    part('not a scenario', skipped),
  ].filter(Boolean);
  return parts.length === 0 ? `${fileName} holds no scenario.` : `${fileName} was imported: ${parts.join('; ')}.`;
}

/** @param {string} what @param {string[]} names */
function part(what, names) {
  if (names.length === 0) return '';
  const shown = names.slice(0, 5).join(', ');
  return `${names.length} ${what} (${shown}${names.length > 5 ? ', …' : ''})`;
}
