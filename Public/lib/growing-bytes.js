// @ts-check

/**
 * A buffer for bytes that arrive in pieces. Its capacity doubles when it is full, so appending a long line in tiny pieces takes linear time.
 *
 *     const bytes = new GrowingBytes();
 *     bytes.append(Uint8Array.of(1, 2));
 *     bytes.view;     // 1, 2: a view of the buffer, which is not copied
 *     bytes.take();   // 1, 2: a copy; the buffer is empty afterwards
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

  /** Returns a copy of the bytes without spare capacity, and empties the buffer. */
  take() {
    const bytes = this.#buffer.slice(0, this.#length);
    this.#buffer = new Uint8Array(0);
    this.#length = 0;
    return bytes;
  }
}
