// @ts-check
import { EventLog } from './event-log.js';
import { GrowingText } from './growing-text.js';
import { RateMeter } from './rate-meter.js';
import { MEANINGS } from './reasons.js';
import { SourcePlaces } from './source-places.js';
import { NOTHING_ROW } from './timeline-marks.js';
import { WireLog } from './wire-log.js';

/** @typedef {import('./connection-state.js').ConnectionState} ConnectionState */
/** @typedef {import('./event-log.js').Entry} Entry */
/** @typedef {import('./event-stream-parser.js').StreamEvent} StreamEvent */
/** @typedef {{ at: number, label: string, short: string }} Break */

const MOST_MARKS = 10_000;
const MOST_TYPES = 1000;

/**
 * Everything that is known about one run: its events, its bytes with the entries they became, its breaks, its rate, and the lines of the
 * scenario that sent them. The caller supplies the times: those of this page's clock, or the server's where a journal is read.
 */
export class RunRecord {
  log = new EventLog();
  places = new SourcePlaces();
  rate = new RateMeter();
  /** @type {import('./timeline-marks.js').Mark[]} */
  marks = [];
  /** @type {Break[]} */
  breaks = [];
  bytes = 0;
  /** @type {number | null} */
  startedAt = null;
  /** The time of the latest change, in milliseconds since the epoch. */
  lastAt = 0;
  /** @type {ConnectionState} */
  state = { name: 'idle' };
  /** @type {{ gate: string, line: number, awaits: boolean } | null} The gate at which the stream waits, if it does. */
  gate = null;
  /** @type {Set<number>} The numbers of the entries that were injected by hand. */
  byHand = new Set();
  /** Called after each change. */
  onChange = () => {};
  /** @type {Set<string>} */
  types = new Set();
  /** The text that is put together from the events. */
  text;
  #heard;
  #stream = '';
  #isOpen = false;
  /** @type {Entry[]} Events whose bytes have been seen, but that the client has not reported yet. */
  #awaited = [];
  /** @type {StreamEvent[]} Events that the client reported before their bytes were seen. */
  #early = [];
  #wire;

  /**
   * @param {(type: string) => boolean} [heard] whether the client listens for a type. Without it, the client listens for all types
   *     and received all events in the bytes. With it, each event that the client received has to be passed to `receive`.
   * @param {string | null} [textPlace] the place in the data of its events whose text is appended to the answer
   */
  constructor(heard, textPlace = null) {
    this.#heard = heard;
    this.text = new GrowingText(textPlace);
    this.#wire = new WireLog({
      event: (event, offset) => this.#onEvent(event, offset),
      nothing: (reason, text, offset) => this.#add({ kind: 'nothing', type: MEANINGS[reason].name, data: text, offset }, NOTHING_ROW).number,
      retry: (milliseconds, offset) => this.#add({ kind: 'nothing', type: 'retry', data: `${milliseconds} ms`, offset }, NOTHING_ROW).number,
      isHeard: heard,
    });
  }

  get lines() {
    return this.#wire.lines;
  }

  get lastEventId() {
    return this.#wire.lastEventId;
  }

  /** @param {ConnectionState} state @param {number} at @param {boolean} [isListed] false where `list` is called later, because earlier entries are still to come */
  setState(state, at, isListed = true) {
    this.lastAt = at;
    this.startedAt ??= at;
    this.state = state;
    if (state.name === 'reconnecting' || state.name === 'closed') this.gate = null;
    if (state.name === 'reconnecting') {
      this.breaks.push({ at, ...breakWords(state.reason, state.lastEventId ?? this.lastEventId) });
      if (this.breaks.length > 1000) this.breaks.shift();
    }
    if (isListed && (state.name !== 'connecting' || state.reason)) this.list(state, at);
    this.onChange();
  }

  /**
   * Lists a state of the connection among the events.
   * @param {ConnectionState} state @param {number} at
   */
  list(state, at) {
    this.log.add({ kind: 'connection', type: state.name, data: state.reason ?? '', failed: state.failed, succeeded: state.succeeded, stream: this.#stream }, at);
    this.onChange();
  }

  /**
   * Begins another response.
   * @param {string} stream @param {string} head its description @param {number} [offset] the offset of the first known byte
   * @param {import('./record-parser.js').StreamFormat} [format]
   */
  begin(stream, head, offset = 0, format = 'sse') {
    this.endResponse();
    this.#stream = stream;
    this.#isOpen = true;
    this.#wire.begin(head, stream, offset, format);
    this.onChange();
  }

  /** @param {Uint8Array} chunk one piece as the network gave it @param {number} at */
  push(chunk, at) {
    this.lastAt = at;
    this.bytes += chunk.length;
    this.rate.add(at, { bytes: chunk.length });
    this.#wire.push(chunk);
    this.onChange();
  }

  /**
   * Adds the server's reason to a state that the client reported without one.
   * @param {ConnectionState} said @param {string | null} lastEventId the ID that the client sent, where it is known
   */
  explain(said, lastEventId) {
    this.state = { ...this.state, ...said, name: this.state.name, isUnexplained: false };
    const latest = this.breaks.at(-1);
    if (latest && lastEventId !== null) Object.assign(latest, breakWords('the client came back', lastEventId));
    this.list(this.state, this.lastAt);
  }

  /** Ends the response: an unfinished event is discarded. */
  endResponse() {
    if (this.#isOpen) this.#wire.end();
    this.#isOpen = false;
    this.onChange();
  }

  /**
   * Lists a remark among the events.
   * @param {string} text @param {number} at
   */
  note(text, at) {
    this.log.add({ kind: 'connection', type: 'note', data: text }, at);
    this.onChange();
  }

  /**
   * Records the lines of the scenario that sent some bytes.
   * @param {string} stream @param {number} offset @param {readonly import('./source-places.js').Part[]} parts
   */
  place(stream, offset, parts) {
    this.places.add(stream, offset, parts);
    if (!parts.some(({ injected }) => injected)) return;
    // The bytes of a run may arrive before their journal entry.
    for (const entry of this.log.visible()) {
      if (entry.stream === stream && entry.offset !== undefined && entry.offset >= offset) this.#noteHand(entry);
    }
    this.onChange();
  }

  /** @param {{ gate: string, line: number, awaits: boolean } | null} gate */
  setGate(gate) {
    this.gate = gate;
    this.onChange();
  }

  /**
   * Records an event that the client reports.
   * @param {StreamEvent} event @param {number} at @param {boolean} [isAlone] whether no bytes will be seen for it
   */
  receive(event, at, isAlone = false) {
    this.lastAt = at;
    if (isAlone) {
      this.#add({ kind: 'event', type: event.type, id: event.lastEventId, data: event.data }, event.type);
    } else {
      const index = this.#awaited.findIndex(({ type, data }) => type === event.type && data === event.data);
      if (index < 0) this.#early.push(event);
      else for (const entry of this.#awaited.splice(0, index + 1).slice(-1)) entry.isAwaited = false;
      if (this.#early.length > 1000) this.#early.shift();
    }
    this.onChange();
  }

  /** Lists the events that the client reported early: no bytes will come for them. */
  receiveEarly() {
    for (const { type, lastEventId, data } of this.#early.splice(0)) this.#add({ kind: 'event', type, id: lastEventId, data }, type);
    this.onChange();
  }

  /**
   * Returns the line of the scenario that sent an entry, from 1, or null where it is not known.
   * @param {Entry} entry
   */
  lineOf({ stream, offset }) {
    return stream === undefined || offset === undefined ? null : this.places.lineAt(stream, offset);
  }

  /** @param {Entry} entry */
  #noteHand({ stream, offset, number }) {
    if (stream === undefined || offset === undefined || !this.places.isByHand(stream, offset)) return;
    this.byHand.add(number);
    // A set keeps the order of insertion, so the first number is the oldest.
    if (this.byHand.size > MOST_MARKS) this.byHand.delete(/** @type {number} */ (this.byHand.values().next().value));
  }

  clear() {
    this.byHand.clear();
    this.log.clear();
    this.#wire.clear();
    this.rate.clear();
    this.text.clear();
    this.marks = [];
    this.breaks = [];
    this.bytes = 0;
    this.onChange();
  }

  /** @param {StreamEvent} event @param {number} offset */
  #onEvent(event, offset) {
    if (this.#heard && !this.#heard(event.type)) {
      return this.#add({ kind: 'nothing', type: `no listener for ${event.type}`, id: event.lastEventId, data: event.data, offset }, NOTHING_ROW).number;
    }
    const entry = this.#add({ kind: 'event', type: event.type, id: event.lastEventId, data: event.data, offset }, event.type);
    if (this.#heard) {
      const index = this.#early.findIndex(({ type, data }) => type === event.type && data === event.data);
      entry.isAwaited = index < 0;
      if (index >= 0) this.#early.splice(0, index + 1);
      else this.#awaited.push(entry);
      if (this.#awaited.length > 1000) this.#awaited.shift();
    }
    return entry.number;
  }

  /** @param {Pick<Entry, 'kind' | 'type' | 'data'> & Partial<Entry>} line @param {string} row */
  #add(line, row) {
    const at = this.lastAt;
    const entry = this.log.add({ ...line, stream: this.#stream }, at);
    this.#noteHand(entry);
    this.marks.push({ at, row, number: entry.number });
    if (this.marks.length > MOST_MARKS * 1.1) this.marks = this.marks.slice(-MOST_MARKS);
    if (line.kind === 'event') {
      if (this.types.size < MOST_TYPES) this.types.add(line.type);
      this.rate.add(at, { events: 1 });
      this.text.add(line.data);
    }
    return entry;
  }
}

/** @param {string | undefined} reason @param {string} lastEventId */
function breakWords(reason, lastEventId) {
  return { label: `${reason ?? 'the connection ended'}; Last-Event-ID: ${lastEventId || 'none'}`, short: `↻ ${lastEventId ? `id ${lastEventId}` : 'no id'}` };
}
