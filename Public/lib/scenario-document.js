// @ts-check
import { deleteScenario, readScenario, restoreVersion, saveScenario, undeleteScenario } from './scenario-api.js';
import { ownerOf, plainName } from './scenario-names.js';
import { viewer } from './viewer.js';

/** @typedef {import('./scenario-api.js').StoredScenario} StoredScenario */

/** The text that is written: which scenario it belongs to, and what of it is saved. */
export class ScenarioDocument {
  /** Empty while it has none. */
  name = '';
  /** @type {'file' | 'saved' | null} */
  origin = null;
  /** A name to offer when it is saved first. */
  suggestion = 'my-stream';
  /** When the text that was read was saved. */
  updated = '';
  /** @type {{ address: string | null, play: string | null }} Where it plays. */
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

  /** Whether it is saved, and who uses the page may save over it: the files are nobody's to change, and in a room each changes their own. */
  get mayOverwrite() {
    return this.origin === 'saved' && (!viewer.isParticipant || ownerOf(this.name) === viewer.you?.name);
  }

  /** Under which name what of it is not saved is kept in the browser: its own, or that of what was handed out. */
  get slot() {
    return this.name || this.#slot;
  }

  get savedText() {
    return this.#savedText;
  }

  /** @param {string} text */
  isChanged(text) {
    return text !== this.#savedText;
  }

  /**
   * Remembers a text that is not saved, so that a reload does not lose it.
   *
   * A text without a name that is as it began says nothing about one that was written before: that is kept.
   * @param {string} text
   */
  keep(text) {
    if (this.isChanged(text)) this.#work.keep(this.slot, text);
    else if (this.slot !== '') this.#work.forget(this.slot);
  }

  /**
   * A text without a name.
   * @param {string} text what counts as unchanged
   * @param {string} [slot] under which name it is kept
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
   * Reads a scenario. It becomes this document when what is answered is called: until then another may still be asked for.
   * @param {string} name
   * @returns {Promise<() => { text: string, broughtBack: boolean }>} gives the saved text, or what was changed in it and not saved
   */
  async read(name) {
    const stored = await readScenario(name);
    return () => {
      this.#become(stored);
      const work = this.#work.textOf(name);
      return { text: work ?? stored.source, broughtBack: work !== null && work !== stored.source };
    };
  }

  /** Gives up what was not saved. */
  discard() {
    this.#work.forget(this.name);
    return this.#savedText;
  }

  /**
   * Saves over the version that was read.
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
 * A name for what a file holds.
 * @param {string} fileName
 */
export function nameOfFile(fileName) {
  return fileName.replace(/\.[^.]*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64) || 'my-stream';
}
