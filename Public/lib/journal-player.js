// @ts-check
import { bytesOfBase64, describeEnd } from './journal.js';

/** @typedef {import('./journal.js').JournalEntry} JournalEntry */

/**
 * Puts what a journal says of one client's streams, one after the other, into a record: its times are the server's.
 */
export class JournalPlayer {
  #record;
  #clock;
  #seed = '';
  #target = '';
  #saysStates;
  /** @type {string | null} */
  #lastEventId = null;
  #wasOpen = false;
  #isStream = false;

  /**
   * @param {import('./run-record.js').RunRecord} record
   * @param {{ clock?: (entry: JournalEntry) => number, saysStates?: boolean }} [options] `saysStates`: false where the client itself
   *     says where its connection stands
   */
  constructor(record, { clock = (entry) => Date.parse(entry.time), saysStates = true } = {}) {
    this.#record = record;
    this.#clock = clock;
    this.#saysStates = saysStates;
  }

  /** @param {JournalEntry} entry */
  play(entry) {
    const record = this.#record;
    const at = this.#clock(entry);
    switch (entry.kind) {
      case 'request':
        this.#target = `${entry.method} ${entry.target}`;
        this.#seed = entry.seed ?? '';
        this.#lastEventId = entry.lastEventId ?? null;
        if (!this.#saysStates) break;
        if (this.#wasOpen) record.setState({ name: 'reconnecting', reason: 'the client came back' }, at);
        record.setState({ name: 'connecting', reason: this.#lastEventId ? `Last-Event-ID: ${this.#lastEventId}` : undefined }, at);
        break;
      case 'head': {
        const reason = `HTTP ${entry.status}${this.#seed ? `, seed ${this.#seed}` : ''}`;
        const type = entry.headers?.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'none';
        this.#isStream = entry.status === 200 && type.startsWith('text/event-stream');
        const why = this.#isStream ? reason : `${reason}, content type ${type}: no event stream`;
        if (this.#isStream) record.begin(entry.stream, `${this.#target} → ${reason}`);
        if (this.#saysStates) record.setState(this.#isStream ? { name: 'open', reason } : { name: 'closed', reason: why, failed: true }, at);
        else record.explain(this.#isStream ? reason : `${why} (EventSource hides it)`, this.#lastEventId);
        break;
      }
      case 'write':
        if (!this.#isStream) break;
        record.setGate(null);
        record.place(entry.stream, entry.offset ?? 0, entry.parts ?? []);
        record.push(bytesOfBase64(entry.data ?? ''), at);
        break;
      case 'gate':
        record.setGate({ gate: entry.gate ?? '', line: entry.line ?? 0 });
        break;
      case 'opened-gate':
        record.setGate(null);
        break;
      case 'end':
        record.setGate(null);
        record.endResponse();
        this.#wasOpen = true;
        if (this.#saysStates && this.#isStream) {
          record.setState({ name: 'closed', reason: describeEnd(entry), failed: entry.ending === 'reset' || entry.ending === 'truncate' }, at);
        }
        break;
      case 'missed':
        record.note(`${entry.entries} entries of the journal are missing: they were dropped`, at);
        break;
    }
  }
}
