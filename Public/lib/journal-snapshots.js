// @ts-check
import { EventStreamParser } from './event-stream-parser.js';
import { Refusal } from './problem.js';
import { ask } from './server.js';

/** @typedef {import('./journal.js').JournalEntry} JournalEntry */

/** Reads the journal of a session piece by piece, by short requests: a page that has a stream already needs no second one. */
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
   * What came since the last time; two at once would read the same.
   * @throws {Refusal}
   * @param {(entry: JournalEntry) => void} receive
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
      if (error instanceof Refusal && error.status === 404) return; // nothing was asked of the server in this session yet
      throw error;
    }
    const parser = new EventStreamParser({ event: ({ type, data }) => receive({ ...JSON.parse(data), kind: type }) }, this.#lastEventId);
    parser.push(new Uint8Array(await response.arrayBuffer()));
    this.#lastEventId = parser.lastEventId;
  }
}
