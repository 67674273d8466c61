// @ts-check

/** @typedef {{ step: number, line: number, length: number, injected?: boolean }} Part a piece of a write, and the line of the scenario that sent it; 0 for none */

const MOST_PLACES = 50_000;
/** The line number recorded for bytes that were injected by hand. */
const BY_HAND = -1;

/** The lines of the scenario that sent the bytes of streams, by offset. It is bounded: the oldest are dropped. */
export class SourcePlaces {
  /** @type {Map<string, { offsets: number[], lines: number[] }>} */
  #streams = new Map();
  #count = 0;

  /** @param {string} stream @param {number} offset the offset of the first part in the body @param {readonly Part[]} parts */
  add(stream, offset, parts) {
    const places = this.#streams.get(stream) ?? { offsets: [], lines: [] };
    this.#streams.set(stream, places);
    for (const { line, length, injected } of parts) {
      places.offsets.push(offset);
      places.lines.push(injected ? BY_HAND : line);
      offset += length;
    }
    this.#count += parts.length;
    while (this.#count > MOST_PLACES) this.#forgetSome();
  }

  /**
   * Returns the line that sent the byte at an offset, from 1; null where the line is not known, or no line sent it.
   * @param {string} stream @param {number} offset
   */
  lineAt(stream, offset) {
    const line = this.#at(stream, offset);
    return line > 0 ? line : null;
  }

  /**
   * Whether the byte at an offset was injected by hand.
   * @param {string} stream @param {number} offset
   */
  isByHand(stream, offset) {
    return this.#at(stream, offset) === BY_HAND;
  }

  /** @param {string} stream @param {number} offset @returns {number} 0 where nothing is known */
  #at(stream, offset) {
    const places = this.#streams.get(stream);
    if (!places) return 0;
    let low = 0;
    let high = places.offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places.offsets[middle] <= offset) low = middle + 1;
      else high = middle;
    }
    return places.lines[low - 1] ?? 0;
  }

  #forgetSome() {
    const [stream, places] = /** @type {[string, { offsets: number[], lines: number[] }]} */ (this.#streams.entries().next().value);
    const count = Math.min(places.offsets.length, MOST_PLACES / 10);
    this.#count -= count;
    if (count === places.offsets.length) this.#streams.delete(stream);
    else for (const list of [places.offsets, places.lines]) list.splice(0, count);
  }
}
