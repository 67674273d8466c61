// @ts-check
import { formatCount, formatDuration } from './format.js';

/** @typedef {{ type: string, data: string, lastEventId: string }} Received */

const MOST_WAITS = 4;

/** Counts what a client receives while it runs: when events came, how many came again, and which IDs never came. */
export class SideFacts {
  connections = 0;
  events = 0;
  #startedAt;
  #again = 0;
  /** @type {number | null} */
  #firstAfter = null;
  /** @type {number | null} */
  #lostAt = null;
  /** @type {number[]} */
  #waits = [];
  /** @type {Map<string, number>} The connection in which each event was first seen. */
  #seen = new Map();
  /** @type {Set<number>} */
  #ids = new Set();
  #texts = '';

  /** @param {number} now in milliseconds */
  constructor(now) {
    this.#startedAt = now;
  }

  /** The texts of all events, joined. */
  get written() {
    return this.#texts;
  }

  /** @param {number} now */
  opened(now) {
    this.connections += 1;
    if (this.#lostAt !== null) this.#waits.push(now - this.#lostAt);
    this.#lostAt = null;
  }

  /** @param {number} now */
  lost(now) {
    this.#lostAt ??= now;
  }

  /** @param {Received} event @param {number} now @param {string} [text] the part of its data that is joined to the text of all events */
  received(event, now, text = event.data) {
    this.events += 1;
    this.#firstAfter ??= now - this.#startedAt;
    this.#texts += text;
    const key = JSON.stringify([event.type, event.lastEventId, event.data]);
    const connection = this.#seen.get(key);
    if (connection === undefined) this.#seen.set(key, this.connections);
    else if (connection !== this.connections) this.#again += 1;
    if (/^\d{1,9}$/.test(event.lastEventId)) this.#ids.add(Number(event.lastEventId));
  }

  /** Forgets the events seen so far. */
  reset() {
    this.#seen.clear();
    this.#ids.clear();
    this.#texts = '';
  }

  /**
   * Returns the facts, each as a label and a value.
   * @returns {[string, string][]}
   */
  list() {
    /** @type {[string, string][]} */
    const facts = [['Connections', `${this.connections}`], ['Events', formatCount(this.events, 'event')]];
    if (this.#again > 0) facts.push(['Came again', formatCount(this.#again, 'event')]);
    const missing = this.#missing();
    if (missing.length > 0) facts.push(['Never came', `id ${missing.join(', ')}`]);
    if (this.#firstAfter !== null) facts.push(['First event after', formatDuration(this.#firstAfter / 1000)]);
    if (this.#waits.length > 0) {
      const shown = this.#waits.slice(0, MOST_WAITS).map((wait) => formatDuration(wait / 1000));
      facts.push(['Was back after', `${shown.join(', ')}${this.#waits.length > MOST_WAITS ? ' …' : ''}`]);
    }
    return facts;
  }

  #missing() {
    const missing = [];
    const last = Math.max(...this.#ids);
    for (let id = Math.min(...this.#ids); id < last && missing.length < 10; id += 1) if (!this.#ids.has(id)) missing.push(id);
    return missing;
  }
}
