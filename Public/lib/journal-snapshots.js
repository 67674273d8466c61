// @ts-check
import { EventStreamParser } from './event-stream-parser.js';

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
    const response = await fetch(this.#url, { headers, cache: 'no-store' });
    if (!response.ok) return; // nothing was asked of the server in this session yet
    const parser = new EventStreamParser({ event: ({ type, data }) => receive({ ...JSON.parse(data), kind: type }) }, this.#lastEventId);
    parser.push(new Uint8Array(await response.arrayBuffer()));
    this.#lastEventId = parser.lastEventId;
  }
}
