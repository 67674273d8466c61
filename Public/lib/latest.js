// @ts-check

/**
 * Determines whether an asynchronous operation is still the latest one that began.
 *
 *     const isLatest = runs.begin();
 *     await something();
 *     if (!isLatest()) return;   // another one has begun
 */
export class Latest {
  #count = 0;

  /** @returns {() => boolean} whether no other operation has begun since */
  begin() {
    this.#count += 1;
    const number = this.#count;
    return () => number === this.#count;
  }
}
