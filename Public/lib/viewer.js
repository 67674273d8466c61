// @ts-check
import { readAccess } from './access-api.js';
import { server } from './server.js';
import { showOrigin } from './site.js';

/** Who uses this page, as the server says: who one is in the room, and what one may do. */
class Viewer {
  /** @type {import('./access-api.js').Access | null} null while that is not known. */
  access = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Promise<void> | null} */
  #first = null;

  constructor() {
    // Another server may be there: with a room, or without one.
    server.onChange((state) => state === 'up' && this.#first && this.read());
  }

  /** Settled when the server has answered once, or cannot be asked. */
  get ready() {
    this.#first ??= this.read();
    return this.#first;
  }

  /** @returns {import('./access-api.js').Participant | null} as whom one has joined the room */
  get you() {
    return this.access?.you ?? null;
  }

  /** Whether one may do everything. Where that is not known, the server says it when it is asked. */
  get isPresenter() {
    return this.access?.role === 'presenter';
  }

  /** Whether one is in the room as somebody whose work is their own. */
  get isParticipant() {
    return this.access?.role === 'participant';
  }

  /** Whether there is a room to join, and one is not in it. */
  get mayJoin() {
    return this.access !== null && this.access.role === 'visitor' && Boolean(this.access.join);
  }

  /** What tells this viewer from others: what the server tells depends on it. */
  get identity() {
    return this.access === null ? '' : [this.access.role, this.you?.session ?? ''].join(' ');
  }

  /**
   * The key of the sessions that are theirs; empty where any is.
   *
   * The presenter's are watched by the presenter only, whatever they are called.
   */
  get session() {
    return this.isParticipant ? (this.you?.session ?? '') : '';
  }

  /** Asks the server again, such as after signing in, and tells where something is another. */
  async read() {
    let access;
    try {
      access = await readAccess();
    } catch {
      return; // what is asked for next says what is wrong
    }
    const before = JSON.stringify(this.access);
    this.access = access;
    const isMoved = showOrigin(access.origin);
    if (!isMoved && JSON.stringify(access) === before) return;
    for (const listener of [...this.#listeners]) listener();
  }

  /** @param {() => void} listener told when something of it is another @returns {() => void} ends the telling */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

export const viewer = new Viewer();
