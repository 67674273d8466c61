// @ts-check

/**
 * One line of the log.
 *
 * @typedef {object} Entry
 * @property {number} number counts from 1 and never repeats
 * @property {'event' | 'connection' | 'nothing'} kind
 * @property {string} type the event type, or the subject of the line
 * @property {string} id the last event ID when it was dispatched
 * @property {string} data
 * @property {number} at in milliseconds since the epoch
 * @property {number | null} delta milliseconds since the previous event, null for the first
 * @property {boolean} [failed]
 * @property {boolean} [succeeded]
 * @property {string} [stream] the response that it is part of
 * @property {number} [offset] the offset of its first byte in the body of that response
 * @property {boolean} [isAwaited] whether its bytes have been seen, but the client has not reported it yet
 */

/** The most characters that are kept. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/**
 * Everything that was received, in order. It is bounded by lines and by characters; the oldest lines are dropped.
 *
 * The view can be paused while the stream continues: `visible()` then returns the lines of that moment.
 */
export class EventLog {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Entry[] | null} */
  #frozen = null;
  #capacity;
  #nextNumber = 1;
  #eventCount = 0;
  /** @type {number | null} */
  #lastEventAt = null;
  #newCount = 0;
  #size = 0;

  /** @param {number} capacity */
  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  get eventCount() {
    return this.#eventCount;
  }

  get isPaused() {
    return this.#frozen !== null;
  }

  /** The number of lines that were added since the view was paused. */
  get newCount() {
    return this.#newCount;
  }

  /**
   * @param {Partial<Entry> & Pick<Entry, 'kind' | 'type' | 'data'>} line
   * @param {number} now in milliseconds since the epoch
   * @returns {Entry} the line as it was added
   */
  add(line, now) {
    const isEvent = line.kind === 'event';
    const delta = isEvent && this.#lastEventAt !== null ? now - this.#lastEventAt : null;
    if (isEvent) {
      this.#eventCount += 1;
      this.#lastEventAt = now;
    }
    if (this.#frozen) this.#newCount += 1;
    const entry = { id: '', ...line, number: this.#nextNumber, at: now, delta };
    this.#entries.push(entry);
    this.#nextNumber += 1;
    this.#size += sizeOf(entry);
    this.#trim();
    return entry;
  }

  /** Removes a tenth at a time, because removing from the front moves all other lines. The last line stays, however long. */
  #trim() {
    if (this.#entries.length <= this.#capacity * 1.1 && this.#size <= MOST_CHARACTERS * 1.1) return;
    let from = 0;
    while (from < this.#entries.length - 1 && (this.#entries.length - from > this.#capacity || this.#size > MOST_CHARACTERS)) {
      this.#size -= sizeOf(this.#entries[from]);
      from += 1;
    }
    this.#entries = this.#entries.slice(from);
  }

  pause() {
    this.#frozen ??= this.#entries.slice();
  }

  resume() {
    this.#frozen = null;
    this.#newCount = 0;
  }

  clear() {
    this.#entries = [];
    this.#size = 0;
    this.#eventCount = 0;
    this.#lastEventAt = null;
    this.#newCount = 0;
    if (this.#frozen) this.#frozen = [];
  }

  /** @returns {readonly Entry[]} */
  visible() {
    return this.#frozen ?? this.#entries;
  }
}

/** @param {Pick<Entry, 'type' | 'id' | 'data'>} entry */
function sizeOf({ type, id, data }) {
  return type.length + id.length + data.length;
}
