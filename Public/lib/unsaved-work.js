// @ts-check

const PREFIX = 'playground.work.';
const LATEST = 'playground.latest-work';

/** Texts that were changed and not saved yet, by the name of their scenario; the empty name is one that has none. */
export class UnsavedWork {
  #storage;

  /** @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @param {string} name @param {string} text */
  keep(name, text) {
    try {
      this.#storage.setItem(`${PREFIX}${name}`, text);
      this.#storage.setItem(LATEST, name);
    } catch {
      // Storage may be full or closed to the page; the text is still in the editor.
    }
  }

  /** @param {string} name */
  forget(name) {
    this.#storage.removeItem(`${PREFIX}${name}`);
    if (this.latestName() === name) this.#storage.removeItem(LATEST);
  }

  /** @param {string} name @returns {string | null} */
  textOf(name) {
    return this.#storage.getItem(`${PREFIX}${name}`);
  }

  /**
   * The name of the text that was worked on last, or null.
   * @returns {string | null}
   */
  latestName() {
    return this.#storage.getItem(LATEST);
  }
}
