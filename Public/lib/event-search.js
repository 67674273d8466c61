// @ts-check

/** @typedef {import('./event-log.js').Entry} Entry */

/**
 * Which entries are shown: all, or those of one sort.
 *
 *     ''            everything
 *     'events'      what was dispatched
 *     'type tick'   events of the type tick
 *
 * @param {readonly Entry[]} entries @param {string} filter
 * @returns {readonly Entry[]}
 */
export function filterEntries(entries, filter) {
  if (filter === '') return entries;
  if (filter === 'events') return entries.filter(({ kind }) => kind === 'event');
  const type = filter.slice('type '.length);
  return entries.filter((entry) => entry.kind === 'event' && entry.type === type);
}

/**
 * Finds words in entries: in the type, the id and the data, whatever their case.
 * It remembers what it found, so that a list that grows costs only what is new.
 */
export class EventSearch {
  /** @type {string[]} */
  #words = [];
  #text = '';
  /** @type {Set<number>} */
  #found = new Set();
  #seen = 0;

  get isActive() {
    return this.#words.length > 0;
  }

  /** The numbers of the entries that were found, in their order. */
  get found() {
    return this.#found;
  }

  /** @param {string} text */
  setText(text) {
    if (text === this.#text) return;
    this.#text = text;
    this.#words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.clear();
  }

  clear() {
    this.#found = new Set();
    this.#seen = 0;
  }

  /**
   * Looks at entries that were not looked at yet.
   * @param {readonly Entry[]} entries in order of their numbers
   */
  look(entries) {
    if (!this.isActive) return;
    const first = entries.findLastIndex(({ number }) => number <= this.#seen) + 1;
    for (let index = first; index < entries.length; index += 1) {
      const { number, type, id, data } = entries[index];
      const text = `${type}\n${id}\n${data}`.toLowerCase();
      if (this.#words.every((word) => text.includes(word))) this.#found.add(number);
      this.#seen = number;
    }
  }

  /**
   * The entry that was found next to another, in a circle.
   * @param {number | null} from @param {1 | -1} step @returns {number | null}
   */
  next(from, step) {
    const numbers = [...this.#found];
    if (numbers.length === 0) return null;
    if (from === null) return step > 0 ? numbers[0] : numbers[numbers.length - 1];
    const next = step > 0 ? numbers.find((number) => number > from) : numbers.findLast((number) => number < from);
    return next ?? (step > 0 ? numbers[0] : numbers[numbers.length - 1]);
  }
}
