// @ts-check

const ROOT = 'playground.';
const LATEST = 'latest-work';
const LATEST_HAND_OUT = 'latest-hand-out';
const HAND_OUT = 'hand-out ';

/** Texts that were changed and not saved yet, by the name of their scenario. The empty name is for a text without one. */
export class UnsavedWork {
  #storage;
  #whose;

  /**
   * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage
   * @param {() => string} [whose] the participant of the room who writes, so that another participant in the same browser does not find the
   *   text; empty outside of a room
   */
  constructor(storage, whose = () => '') {
    this.#storage = storage;
    this.#whose = whose;
  }

  /** @param {string} name @param {string} text */
  keep(name, text) {
    try {
      this.#storage.setItem(this.#key(name), text);
      this.#storage.setItem(this.#latest, name);
      if (isHandOut(name)) this.#storage.setItem(this.#latestHandOut, name);
    } catch {
      // The storage may be full or not allowed; the text is still in the editor.
    }
  }

  /** @param {string} name */
  forget(name) {
    this.#storage.removeItem(this.#key(name));
    if (this.latestName() === name) this.#storage.removeItem(this.#latest);
  }

  /** @param {string} name @returns {string | null} */
  textOf(name) {
    return this.#storage.getItem(this.#key(name));
  }

  /**
   * Returns the name of the text that was changed last, or null.
   * @returns {string | null}
   */
  latestName() {
    return this.#storage.getItem(this.#latest);
  }

  /**
   * Returns the name of the handed-out text that was changed last, or null where its text is no longer kept.
   * @returns {string | null}
   */
  latestHandOut() {
    const name = this.#storage.getItem(this.#latestHandOut);
    return name !== null && this.textOf(name) !== null ? name : null;
  }

  /** @param {string} name */
  #key(name) {
    return `${prefixOf(this.#whose())}${name}`;
  }

  get #latest() {
    return `${ROOT}${LATEST}${mark(this.#whose())}`;
  }

  get #latestHandOut() {
    return `${ROOT}${LATEST_HAND_OUT}${mark(this.#whose())}`;
  }
}

/**
 * Returns the name under which a handed-out text is kept, separate from other unnamed texts. No scenario can have this name.
 * @param {string} id
 */
export function nameOfHandOut(id) {
  return `${HAND_OUT}${id}`;
}

/** @param {string} name the name under which a text is kept */
export function isHandOut(name) {
  return name.startsWith(HAND_OUT);
}

/**
 * Moves the texts that were written before joining a room to the participant. Where the participant already has a text of the same name,
 * both stay where they are.
 * @param {Storage} storage @param {string} whose
 * @throws where the storage is full or not allowed; the texts that were not moved yet stay where they are
 */
export function takeWorkAlong(storage, whose) {
  const from = prefixOf('');
  const latest = storage.getItem(`${ROOT}${LATEST}`);
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(from)) continue;
    const name = key.slice(from.length);
    const theirs = `${prefixOf(whose)}${name}`;
    if (storage.getItem(theirs) !== null) continue;
    storage.setItem(theirs, storage.getItem(key) ?? '');
    storage.removeItem(key);
    if (name !== latest) continue;
    storage.setItem(`${ROOT}${LATEST}${mark(whose)}`, latest);
    storage.removeItem(`${ROOT}${LATEST}`);
  }
}

/** @param {string} whose */
function prefixOf(whose) {
  return `${ROOT}work${mark(whose)}.`;
}

/** @param {string} whose */
function mark(whose) {
  return whose === '' ? '' : `@${whose}`;
}
