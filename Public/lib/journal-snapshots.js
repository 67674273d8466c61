// @ts-check
import { EventStreamParser } from './event-stream-parser.js';
import { Refusal } from './problem.js';
import { ask } from './server.js';

/** @typedef {import('./journal.js').JournalEntry} JournalEntry */

/** Reads the journal of a session in parts, by short requests, for pages that should not open another stream. */
export class JournalSnapshots {
  #url;
  #lastEventId = '';
  /** @type {Promise<void> | null} */
  #reading = null;

  /** @param {string} session */
  constructor(session) {
    this.#url = `/api/sessions/${encodeURIComponent(session)}/journal?follow=false`;
  }

  /**
   * Reads the entries since the last call. A call made during another one waits for that one, because both would read the same entries.
   * @param {(entry: JournalEntry) => void} receive
   * @throws {Refusal} where the server refuses or cannot be reached; not for a session that it does not know yet
   */
  read(receive) {
    this.#reading ??= this.#read(receive).finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** @param {(entry: JournalEntry) => void} receive */
  async #read(receive) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'text/event-stream' };
    if (this.#lastEventId !== '') headers['Last-Event-ID'] = this.#lastEventId;
    let response;
    try {
      response = await ask(this.#url, { headers });
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return; // this session has made no request yet
      throw error;
    }
    const parser = new EventStreamParser({ event: ({ type, data }) => receive({ ...JSON.parse(data), kind: type }) }, this.#lastEventId);
    parser.push(new Uint8Array(await response.arrayBuffer()));
    this.#lastEventId = parser.lastEventId;
  }
}
