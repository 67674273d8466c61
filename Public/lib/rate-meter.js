// @ts-check

/**
 * The events and bytes that arrived in one second.
 * @typedef {{ second: number, events: number, bytes: number }} RateSample
 */

const MOST_SECONDS = 600;

/** Counts events and bytes by the second. It is bounded: the oldest seconds are dropped. */
export class RateMeter {
  /** @type {RateSample[]} */
  #samples = [];

  /** @param {number} now in milliseconds since the epoch @param {{ events?: number, bytes?: number }} what */
  add(now, { events = 0, bytes = 0 }) {
    const second = Math.floor(now / 1000);
    let last = this.#samples.at(-1);
    if (!last || last.second < second) {
      last = { second, events: 0, bytes: 0 };
      this.#samples.push(last);
      if (this.#samples.length > MOST_SECONDS * 1.1) this.#samples = this.#samples.slice(-MOST_SECONDS);
    }
    last.events += events;
    last.bytes += bytes;
  }

  clear() {
    this.#samples = [];
  }

  /**
   * Returns the sample of the last whole second.
   * @param {number} now in milliseconds since the epoch @returns {RateSample}
   */
  rate(now) {
    const second = Math.floor(now / 1000) - 1;
    return this.#samples.find((sample) => sample.second === second) ?? { second, events: 0, bytes: 0 };
  }

  /**
   * Returns columns for a plot, with one row per second and zeros where nothing arrived.
   * @param {number} until in milliseconds since the epoch; its second is not over and is left out
   * @returns {{ seconds: number[], events: number[], bytes: number[] }}
   */
  columns(until) {
    const end = Math.floor(until / 1000);
    const start = Math.max(this.#samples[0]?.second ?? end, end - MOST_SECONDS);
    const seconds = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
    const known = new Map(this.#samples.map((sample) => [sample.second, sample]));
    return {
      seconds,
      events: seconds.map((second) => known.get(second)?.events ?? 0),
      bytes: seconds.map((second) => known.get(second)?.bytes ?? 0),
    };
  }
}
