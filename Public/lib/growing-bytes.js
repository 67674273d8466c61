// @ts-check

/**
 * Bytes that come a piece at a time. What is there is moved only when the room for it doubles, so a long line in tiny pieces costs as
 * much as the same line in one.
 *
 *     const bytes = new GrowingBytes();
 *     bytes.append(Uint8Array.of(1, 2));
 *     bytes.view;     // 1, 2: a window into the buffer, valid as long as it is
 *     bytes.take();   // 1, 2: a copy of its own; nothing is left
 */
export class GrowingBytes {
  #buffer = new Uint8Array(0);
  #length = 0;

  get length() {
    return this.#length;
  }

  get view() {
    return this.#buffer.subarray(0, this.#length);
  }

  /** @param {Uint8Array} piece */
  append(piece) {
    const length = this.#length + piece.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#buffer.length, 64));
      larger.set(this.view);
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.#length);
    this.#length = length;
  }

  /** All of them, no longer than they are; it begins anew. */
  take() {
    const bytes = this.#buffer.slice(0, this.#length);
    this.#buffer = new Uint8Array(0);
    this.#length = 0;
    return bytes;
  }
}
