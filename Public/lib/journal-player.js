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
  #stream = '';
  /** Streams of which the beginning was told, and the end was not. @type {Set<string>} */
  #begun = new Set();
  /** The offset that the next write has, if none is missing. */
  #offset = 0;

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
    const time = this.#clock(entry);
    const at = Number.isNaN(time) ? record.lastAt : time; // of what was missed no time is known
    switch (entry.kind) {
      case 'request':
        this.#target = `${entry.method} ${entry.target}`;
        this.#seed = entry.seed ?? '';
        this.#lastEventId = entry.lastEventId ?? null;
        this.#begin(entry.stream, false);
        if (!this.#saysStates) break;
        if (this.#wasOpen) record.setState({ name: 'reconnecting', reason: 'the client came back', lastEventId: this.#lastEventId ?? '' }, at);
        record.setState({ name: 'connecting', reason: this.#lastEventId ? `Last-Event-ID: ${this.#lastEventId}` : undefined }, at);
        break;
      case 'head': {
        const reason = `HTTP ${entry.status}${this.#seed ? `, seed ${this.#seed}` : ''}`;
        const type = entry.headers?.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'none';
        this.#begin(entry.stream, entry.status === 200 && type.startsWith('text/event-stream'));
        const why = this.#isStream ? reason : `${reason}, content type ${type}: no event stream`;
        if (this.#isStream) record.begin(entry.stream, `${this.#target} → ${reason}`);
        if (this.#saysStates) record.setState(this.#isStream ? { name: 'open', reason } : { name: 'closed', reason: why, failed: true }, at);
        else record.explain(this.#isStream ? reason : `${why} (EventSource hides it)`, this.#lastEventId);
        break;
      }
      case 'write':
        this.#write(entry, at);
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
        this.#begun.delete(entry.stream);
        if (this.#saysStates && this.#isStream) {
          record.setState({ name: 'closed', reason: describeEnd(entry), failed: entry.ending === 'reset' || entry.ending === 'truncate' }, at);
        }
        break;
      case 'missed':
        record.note(`${entry.entries} entries of the journal are missing: they were dropped`, at);
        break;
    }
  }

  /** @param {string} stream @param {boolean} isStream */
  #begin(stream, isStream) {
    this.#begun.add(stream);
    this.#stream = stream;
    this.#isStream = isStream;
    this.#offset = 0;
  }

  /** @param {JournalEntry} entry @param {number} at */
  #write(entry, at) {
    const record = this.#record;
    const { stream, offset = 0 } = entry;
    if (!this.#begun.has(stream)) {
      // The journal is bounded: how the stream began is not in it any more.
      this.#begin(stream, true);
      this.#target = `stream ${stream}`;
      record.begin(stream, `${this.#target}: its first ${offset} bytes are not kept`, offset);
      if (this.#saysStates) record.setState({ name: 'open', reason: 'how it began is not kept' }, at);
    } else if (!this.#isStream) return;
    else if (stream === this.#stream && offset !== this.#offset) record.begin(stream, `${this.#target}: ${offset - this.#offset} bytes before these are not kept`, offset);
    const bytes = bytesOfBase64(entry.data ?? '');
    this.#offset = offset + bytes.length;
    record.setGate(null);
    record.place(stream, offset, entry.parts ?? []);
    record.push(bytes, at);
  }
}
