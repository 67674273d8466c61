// @ts-check

/**
 * Tells the latest of several undertakings from those that it came after.
 *
 *     const isLatest = runs.begin();
 *     await something();
 *     if (!isLatest()) return;   // another one began meanwhile
 */
export class Latest {
  #count = 0;

  /** @returns {() => boolean} whether none has begun since */
  begin() {
    this.#count += 1;
    const number = this.#count;
    return () => number === this.#count;
  }
}
