// @ts-check
import { deleteScenario, readScenario, restoreVersion, saveScenario, undeleteScenario } from './scenario-api.js';
import { ownerOf, plainName } from './scenario-names.js';
import { viewer } from './viewer.js';

/** @typedef {import('./scenario-api.js').StoredScenario} StoredScenario */

/** The document in the editor: the scenario that its text belongs to, and the text that is saved. */
export class ScenarioDocument {
  /** Empty until the document is saved. */
  name = '';
  /** @type {'file' | 'saved' | null} */
  origin = null;
  /** The name to propose when it is saved under a new name. */
  suggestion = 'my-stream';
  /** When the text was last saved, in ISO 8601. */
  updated = '';
  /** @type {{ address: string | null, play: string | null }} The addresses at which it plays. */
  place = { address: null, play: null };
  #work;
  #slot = '';
  #savedText = '';
  /** @type {string | null} */
  #etag = null;

  /** @param {import('./unsaved-work.js').UnsavedWork} work */
  constructor(work) {
    this.#work = work;
  }

  /** Whether the viewer may save over it: files cannot be overwritten, and participants of a room may overwrite only their own. */
  get mayOverwrite() {
    return this.origin === 'saved' && (!viewer.isParticipant || ownerOf(this.name) === viewer.you?.name);
  }

  /** The name under which unsaved work is kept in the browser: that of the scenario or of the hand-out. */
  get slot() {
    return this.name || this.#slot;
  }

  /** @param {string} text */
  isChanged(text) {
    return text !== this.#savedText;
  }

  /**
   * Remembers a text that is not saved, so that a reload does not lose it.
   *
   * An unchanged text without a name does not erase another unnamed text that was kept earlier.
   * @param {string} text
   */
  keep(text) {
    if (this.isChanged(text)) this.#work.keep(this.slot, text);
    else if (this.slot !== '') this.#work.forget(this.slot);
  }

  /**
   * Begins a document without a name.
   * @param {string} text the text that counts as unchanged
   * @param {string} [slot] the name under which unsaved work is kept
   */
  startNew(text, slot = '') {
    this.name = '';
    this.#slot = slot;
    this.origin = null;
    this.suggestion = 'my-stream';
    this.updated = '';
    this.place = { address: null, play: null };
    this.#etag = null;
    this.#savedText = text;
  }

  /**
   * Reads a scenario. It becomes this document only when the returned function is called, so that the caller can still discard it.
   * @param {string} name
   * @returns {Promise<() => { text: string, broughtBack: boolean }>} returns the text: the saved one, or the unsaved work
   */
  async read(name) {
    const stored = await readScenario(name);
    return () => {
      this.#become(stored);
      const work = this.#work.textOf(name);
      return { text: work ?? stored.source, broughtBack: work !== null && work !== stored.source };
    };
  }

  /** Discards the unsaved work and returns the saved text. */
  discard() {
    this.#work.forget(this.name);
    return this.#savedText;
  }

  /**
   * Saves over the version that was read; the server refuses that if there is a newer one.
   * @param {string} text
   */
  async save(text) {
    this.#become(await saveScenario(this.name, text, this.#etag));
    this.#work.forget(this.name);
  }

  /**
   * Saves under another name, which has to be free.
   * @param {string} name @param {string} text
   */
  async saveAs(name, text) {
    const former = this.slot;
    this.#become(await saveScenario(name, text, null));
    this.#work.forget(former);
    this.#work.forget(name);
  }

  /** @param {number} number @returns {Promise<string>} the text */
  async restore(number) {
    const stored = await restoreVersion(this.name, number, this.#etag ?? '');
    this.#become(stored);
    this.#work.forget(this.name);
    return stored.source;
  }

  async remove() {
    await deleteScenario(this.name);
    this.#work.forget(this.name);
  }

  /** @param {string} name */
  async bringBack(name) {
    await undeleteScenario(name);
  }

  /** @param {StoredScenario} stored */
  #become(stored) {
    this.name = stored.name;
    this.origin = stored.origin;
    this.suggestion = stored.origin === 'file' ? `my-${stored.name}` : plainName(stored.name);
    this.updated = stored.updated;
    this.place = { address: stored.address, play: stored.play };
    this.#etag = stored.etag;
    this.#savedText = stored.source;
  }
}

/**
 * Derives a scenario's name from a file's name.
 * @param {string} fileName
 */
export function nameOfFile(fileName) {
  return fileName.replace(/\.[^.]*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64) || 'my-stream';
}
