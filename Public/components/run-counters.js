// @ts-check
import { formatBytes, formatCount, formatDuration, formatNumber } from '../lib/format.js';
import { element } from './element.js';

/**
 * Shows how many events and bytes arrived, how fast, and for how long.
 *
 *     const counters = new RunCounters();
 *     counters.show(record);   // after each change to the record
 */
export class RunCounters {
  root = element('p', { class: 'counts', 'aria-label': 'Counters' });
  /** @type {import('../lib/run-record.js').RunRecord | null} */
  #record = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {import('../lib/run-record.js').RunRecord} record */
  show(record) {
    this.#record = record;
    this.#draw();
    clearInterval(this.#timer);
    if (this.#isGoing) this.#timer = setInterval(() => this.#draw(), 1000);
  }

  get #isGoing() {
    return this.#record !== null && this.#record.startedAt !== null && this.#record.state.name !== 'closed';
  }

  #draw() {
    const record = this.#record;
    if (!record) return;
    const now = this.#isGoing ? Date.now() : record.lastAt;
    const parts = [formatCount(record.log.eventCount, 'event')];
    if (record.bytes > 0) parts.push(formatBytes(record.bytes));
    if (this.#isGoing) parts.push(`${formatNumber(record.rate.rate(now).events)}/s`);
    if (record.startedAt !== null) parts.push(formatDuration(Math.max(0, (now - record.startedAt) / 1000)));
    this.root.textContent = parts.join(' · ');
  }
}
