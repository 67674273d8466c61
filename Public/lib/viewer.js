// @ts-check
import { readAccess } from './access-api.js';
import { server } from './server.js';
import { showOrigin } from './site.js';

/** The user of this page, according to the server: their role, their permissions, and their name in the room. */
class Viewer {
  /** @type {import('./access-api.js').Access | null} Null until it is known. */
  access = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Promise<void> | null} */
  #first = null;

  constructor() {
    // The server that is back may be another one, with or without a room.
    server.onUp(() => this.#first && this.read());
  }

  /** Settles after the first response of the server, or when the server could not be reached. */
  get ready() {
    this.#first ??= this.read();
    return this.#first;
  }

  /** @returns {import('./access-api.js').Participant | null} the participant that the viewer joined the room as */
  get you() {
    return this.access?.you ?? null;
  }

  /** Whether the viewer may do everything. False while that is not known; the server checks each request in any case. */
  get isPresenter() {
    return this.access?.role === 'presenter';
  }

  /** Whether the viewer is in the room as a participant, who owns their work. */
  get isParticipant() {
    return this.access?.role === 'participant';
  }

  /** Whether there is a room to join, and the viewer is not in it. */
  get mayJoin() {
    return this.access !== null && this.access.role === 'visitor' && Boolean(this.access.join);
  }

  /** The identity of the viewer, on which the server's responses depend. */
  get identity() {
    return this.access === null ? '' : [this.access.role, this.you?.session ?? ''].join(' ');
  }

  /**
   * The key of the viewer's sessions; empty where they may use any key.
   *
   * The presenter has none: only the presenter can watch the presenter's sessions, regardless of their keys.
   */
  get session() {
    return this.isParticipant ? (this.you?.session ?? '') : '';
  }

  /** Asks the server again, such as after signing in, and tells the listeners about a change. */
  async read() {
    let access;
    try {
      access = await readAccess();
    } catch {
      return; // the next request reports what is wrong
    }
    const before = JSON.stringify(this.access);
    this.access = access;
    const isMoved = showOrigin(access.origin);
    if (!isMoved && JSON.stringify(access) === before) return;
    for (const listener of [...this.#listeners]) listener();
  }

  /** @param {() => void} listener called after a change @returns {() => void} removes the listener */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

export const viewer = new Viewer();
