// @ts-check
import { bytesOfBase64 } from './base64.js';
import { formatOf } from './record-parser.js';
import { CONNECTION_REASONS, endReason, NO_MORE, wrongTypeReason } from './reasons.js';

/** @typedef {import('./connection-state.js').ConnectionState} ConnectionState */
/** @typedef {import('./journal.js').JournalEntry} JournalEntry */

/**
 * Adds the journal entries of one client's streams to a record, one stream after another, with the server's times.
 */
export class JournalPlayer {
  #record;
  #clock;
  #seed = '';
  #target = '';
  #explain;
  /** @type {string | null} */
  #lastEventId = null;
  #wasOpen = false;
  /** Whether the last response was 204. */
  #wasAskedNotTo = false;
  #isStream = false;
  /** @type {import('./record-parser.js').StreamFormat} */
  #format = 'sse';
  #stream = '';
  /** @type {Set<string>} The streams whose beginning is known and whose end is not. */
  #begun = new Set();
  /** The offset of the next write, if none is missing. */
  #offset = 0;

  /**
   * @param {import('./run-record.js').RunRecord} record
   * @param {object} options
   * @param {(entry: JournalEntry) => number} [options.clock]
   * @param {(said: ConnectionState, lastEventId: string | null) => void} [options.explain] for a client that reports the state of its connection
   *     itself: called with the state according to the server, which the client may not know
   */
  constructor(record, { clock = (entry) => Date.parse(entry.time), explain } = {}) {
    this.#record = record;
    this.#clock = clock;
    this.#explain = explain;
  }

  /** @param {JournalEntry} entry */
  play(entry) {
    const record = this.#record;
    const time = this.#clock(entry);
    const at = Number.isNaN(time) ? record.lastAt : time; // an entry for missed ones has no time
    switch (entry.kind) {
      case 'request':
        this.#target = `${entry.method} ${entry.target}`;
        this.#seed = entry.seed ?? '';
        this.#lastEventId = entry.lastEventId ?? null;
        this.#begin(entry.stream, false);
        if (this.#explain) break;
        if (this.#wasOpen) record.setState({ name: 'reconnecting', reason: this.#wasAskedNotTo ? 'the client came back, though it was asked not to' : 'the client came back', failed: this.#wasAskedNotTo, lastEventId: this.#lastEventId ?? '' }, at);
        record.setState({ name: 'connecting', reason: this.#lastEventId ? `Last-Event-ID: ${this.#lastEventId}` : undefined }, at);
        break;
      case 'head': {
        const said = this.#answer(entry);
        this.#begin(entry.stream, said.name === 'open');
        this.#wasAskedNotTo = said.succeeded === true;
        if (this.#isStream) record.begin(entry.stream, `${this.#target} → ${said.reason}`, 0, this.#format);
        if (this.#explain) this.#explain(said, this.#lastEventId);
        else record.setState(said, at);
        break;
      }
      case 'write':
        this.#write(entry, at);
        break;
      case 'gate':
        record.setGate({ gate: entry.gate ?? '', line: entry.line ?? 0, awaits: entry.awaits === true });
        break;
      case 'opened-gate':
        record.setGate(null);
        break;
      case 'end':
        record.setGate(null);
        record.endResponse();
        this.#wasOpen = true;
        this.#begun.delete(entry.stream);
        if (this.#isStream) {
          const said = /** @type {ConnectionState} */ ({ name: 'closed', reason: endReason(entry), failed: entry.ending === 'reset' || entry.ending === 'truncate' });
          if (this.#explain) this.#explain(said, null);
          else record.setState(said, at);
        }
        break;
      case 'missed':
        record.note(`${entry.entries} entries of the journal are missing: they were dropped`, at);
        break;
    }
  }

  /**
   * Returns the state that a response puts a client of event streams into.
   * @param {JournalEntry} entry the response's head @returns {ConnectionState}
   */
  #answer(entry) {
    const { status } = entry;
    if (status === 204) return { name: 'closed', reason: NO_MORE, failed: false, succeeded: true };
    const reason = `HTTP ${status}${this.#seed ? `, seed ${this.#seed}` : ''}`;
    const format = formatOf((name) => headerOf(entry, name));
    this.#format = format ?? 'sse';
    if (status === 200 && format !== null) return { name: 'open', reason: format === 'sse' ? reason : `${reason}, ${format}` };
    return { name: 'closed', failed: true, reason: status === 200 ? wrongTypeReason(reason, headerOf(entry, 'Content-Type')) : reason };
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
      // The journal is bounded: the beginning of this stream has been dropped from it.
      this.#begin(stream, true);
      this.#target = `stream ${stream}`;
      record.begin(stream, `${this.#target}: its first ${offset} bytes are not kept`, offset);
      if (!this.#explain) record.setState({ name: 'open', reason: CONNECTION_REASONS.unknownBeginning }, at);
    } else if (!this.#isStream) return;
    else if (stream === this.#stream && offset !== this.#offset) record.begin(stream, `${this.#target}: ${offset - this.#offset} bytes before these are not kept`, offset, this.#format);
    const bytes = bytesOfBase64(entry.data ?? '');
    this.#offset = offset + bytes.length;
    record.setGate(null);
    record.place(stream, offset, entry.parts ?? []);
    record.push(bytes, at);
  }
}

/**
 * Returns a header field of the request or the response that an entry describes.
 * @param {JournalEntry} entry @param {string} name in any case
 */
export function headerOf({ headers = [] }, name) {
  return headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
