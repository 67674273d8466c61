// @ts-check
import { searchWords } from './search-words.js';

/** @typedef {import('./event-log.js').Entry} Entry */

/**
 * Returns the entries to show: all, or those of one kind.
 *
 *     ''            everything
 *     'events'      dispatched events
 *     'type tick'   events of the type `tick`
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
 * Finds the entries whose type, id and data contain all words, ignoring case.
 * It remembers its results, so that each entry of a growing list is examined once.
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

  /** The numbers of the entries that were found, in ascending order. */
  get found() {
    return this.#found;
  }

  /** @param {string} text */
  setText(text) {
    if (text === this.#text) return;
    this.#text = text;
    this.#words = searchWords(text);
    this.clear();
  }

  clear() {
    this.#found = new Set();
    this.#seen = 0;
  }

  /**
   * Examines the entries that were not examined yet.
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
   * Returns the match after or before an entry, wrapping around at the ends.
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
