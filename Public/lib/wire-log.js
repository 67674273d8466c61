// @ts-check
import { GrowingBytes } from './growing-bytes.js';
import { makeParser } from './record-parser.js';

/** @typedef {import('./event-stream-parser.js').StreamEvent} StreamEvent */
/** @typedef {import('./event-stream-parser.js').Reason} Reason */

/**
 * One line as it arrived, with its line end.
 *
 * @typedef {object} WireLine
 * @property {number} number counts from 1 and never repeats
 * @property {number} offset the offset of its first byte in the body of its response
 * @property {Uint8Array} bytes
 * @property {number[]} cuts offsets in it at which a chunk began; limited to the first `MOST_CUTS`
 * @property {number | null} entry the number of the entry that its block became, as returned by the receiver
 * @property {Reason | 'retry' | 'noListener' | 'tooLong' | null} meaning why it dispatched nothing; null for a line of an event
 * @property {string} stream the name of its response, as given to `begin`
 * @property {string} head the text that replaces bytes where a response begins; otherwise empty
 */

/**
 * The callbacks for the parsed bytes, with the offset of the first one. Each returns the number of the entry that it makes.
 *
 * @typedef {object} WireReceiver
 * @property {(event: StreamEvent, offset: number) => number} event
 * @property {(reason: Reason | 'tooLong', text: string, offset: number) => number} nothing
 * @property {(milliseconds: number, offset: number) => number} retry
 * @property {(type: string) => boolean} [isHeard] false where there is no listener for a type
 */

const LF = 0x0a;
const CR = 0x0d;
/** The most bytes that are kept, and the most bytes of one block: the rest of a longer block is skipped, up to its blank line. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_BLOCK = 8 * 1024 * 1024;
const MOST_CUTS = 100_000;
/** The memory that one cut takes, in bytes. */
const CUT_BYTES = 8;

/**
 * Keeps the bytes of event streams by line, with the entry that each line became. Bounded by lines and by bytes: the oldest are dropped.
 *
 * Each piece is parsed by the standard's rules when it arrives, so that the receiver learns what a client does with it.
 */
export class WireLog {
  #receiver;
  #capacity;
  /** @type {WireLine[]} */
  #lines = [];
  /** @type {WireLine[]} The lines of the unfinished block that may still become an event. */
  #block = [];
  /** @type {WireLine | null} The unfinished line. */
  #open = null;
  #openBytes = new GrowingBytes();
  #parser;
  #nextNumber = 1;
  #offset = 0;
  /** The offset of the piece that the parser is reading. */
  #lineOffset = 0;
  #isAfterCR = false;
  #isNewChunk = false;
  #stream = '';
  /** @type {import('./record-parser.js').StreamFormat} */
  #format = 'sse';
  /** The bytes of all lines, with their cuts. `#blockSize` is that of the unfinished block. */
  #size = 0;
  #blockSize = 0;
  /** Whether the block is too long, so that the rest of it is skipped. */
  #isPassing = false;
  /** The number of bytes of the current line that were skipped. */
  #passed = 0;

  /** @param {WireReceiver} receiver */
  constructor(receiver, capacity = 40_000) {
    this.#receiver = receiver;
    this.#capacity = capacity;
    this.#parser = this.#makeParser('');
  }

  /** @returns {readonly WireLine[]} */
  get lines() {
    return this.#lines;
  }

  get lastEventId() {
    return this.#parser.lastEventId;
  }

  clear() {
    this.#endBlock();
    this.#lines = [];
    this.#size = 0;
  }

  /**
   * Begins another response.
   * @param {string} head its description @param {string} [stream] its name
   * @param {number} [offset] the offset of the next byte, where earlier ones were missed
   * @param {import('./record-parser.js').StreamFormat} [format]
   */
  begin(head, stream = '', offset = 0, format = 'sse') {
    this.#stream = stream;
    this.#format = format;
    this.#parser = this.#makeParser(this.#parser.lastEventId);
    this.#offset = offset;
    this.#isAfterCR = false;
    this.#isPassing = false;
    this.#endBlock();
    this.#add(head);
  }

  /** @param {Uint8Array} chunk one piece as the network gave it */
  push(chunk) {
    this.#isNewChunk = true;
    let start = 0;
    while (start < chunk.length) {
      if (this.#isAfterCR && chunk[start] === LF) {
        this.#isAfterCR = false;
        if (this.#isPassing) this.#offset += 1;
        else this.#extend(this.#lines.at(-1) ?? this.#add(''), chunk.subarray(start, start + 1), true);
        start += 1;
        continue;
      }
      let end = start;
      while (end < chunk.length && chunk[end] !== LF && chunk[end] !== CR) end += 1;
      const isWhole = end < chunk.length;
      if (isWhole) end += 1;
      this.#take(chunk.subarray(start, end), isWhole);
      start = end;
    }
  }

  /** Ends the response: an unfinished event is discarded. */
  end() {
    this.#parser.end();
    this.#endBlock();
  }

  /** Ends the block: the next bytes begin a new line. */
  #endBlock() {
    if (this.#open) this.#open.bytes = this.#openBytes.take();
    this.#block = [];
    this.#blockSize = 0;
    this.#open = null;
  }

  /** @param {Uint8Array} piece @param {boolean} isWhole whether the line ends with it */
  #take(piece, isWhole) {
    if (this.#isPassing && this.#pass(piece, isWhole)) return;
    const line = this.#open ?? this.#add('');
    if (this.#open === null) this.#block.push(line);
    this.#open = isWhole ? null : line;
    this.#isAfterCR = isWhole && piece[piece.length - 1] === CR;
    this.#extend(line, piece, isWhole);
    if (isWhole && line.bytes.length === 1) this.#endBlock();
    else if (this.#blockSize > MOST_BLOCK) this.#giveUp(isWhole);
  }

  /**
   * @param {Uint8Array} piece @param {boolean} isWhole
   * @returns {boolean} false for the blank line that ends the block
   */
  #pass(piece, isWhole) {
    this.#passed += piece.length;
    this.#isPassing = !(isWhole && this.#passed === 1);
    if (isWhole) this.#passed = 0;
    if (!this.#isPassing) return false;
    this.#offset += piece.length;
    this.#isAfterCR = isWhole && piece[piece.length - 1] === CR;
    return true;
  }

  /**
   * Stops following a block that has become too long.
   * @param {boolean} isWhole whether a line has just ended
   */
  #giveUp(isWhole) {
    const lines = this.#block.filter((line) => line.entry === null);
    const number = this.#receiver.nothing('tooLong', '', lines[0]?.offset ?? 0);
    for (const line of lines) Object.assign(line, { entry: number, meaning: 'tooLong' });
    this.#parser = this.#makeParser(this.#parser.lastEventId);
    this.#endBlock();
    this.#isPassing = true;
    this.#passed = isWhole ? 0 : 1;
  }

  /**
   * Appends to a line. A buffer with spare capacity holds it, because a long line may arrive a byte at a time.
   * @param {WireLine} line @param {Uint8Array} piece @param {boolean} isWhole whether the line ends with it
   */
  #extend(line, piece, isWhole) {
    if (this.#isNewChunk && line.cuts.length < MOST_CUTS) {
      line.cuts.push(line.bytes.length);
      this.#size += CUT_BYTES;
    }
    this.#isNewChunk = false;
    this.#offset += piece.length;
    this.#size += piece.length;
    this.#blockSize += piece.length;
    if (this.#openBytes.length === 0) this.#openBytes.append(line.bytes); // the LF of a CRLF that was split between chunks
    this.#openBytes.append(piece);
    line.bytes = isWhole ? this.#openBytes.take() : this.#openBytes.view;
    this.#lineOffset = this.#offset - piece.length;
    this.#trim();
    this.#parser.push(piece);
  }

  /** @param {string} head @returns {WireLine} */
  #add(head) {
    /** @type {WireLine} */
    const line = { number: this.#nextNumber, offset: this.#offset, bytes: new Uint8Array(), cuts: [], entry: null, meaning: null, head, stream: this.#stream };
    this.#nextNumber += 1;
    this.#lines.push(line);
    this.#trim();
    return line;
  }

  /** Removes a tenth at a time, because removing from the front moves all other lines. The last line stays, however long. */
  #trim() {
    if (this.#lines.length <= this.#capacity * 1.1 && this.#size <= MOST_BYTES * 1.1) return;
    let from = 0;
    while (from < this.#lines.length - 1 && (this.#lines.length - from > this.#capacity || this.#size > MOST_BYTES)) {
      const { bytes, cuts } = this.#lines[from];
      this.#size -= bytes.length + CUT_BYTES * cuts.length;
      from += 1;
    }
    this.#lines = this.#lines.slice(from);
  }

  /** Drops the last line from the block: it is not part of the event that the block becomes. */
  #dropFromBlock() {
    this.#blockSize -= this.#block.pop()?.bytes.length ?? 0;
  }

  /** @param {string} lastEventId */
  #makeParser(lastEventId) {
    return makeParser(
      this.#format,
      {
        event: (event) => {
          const lines = this.#block.filter((line) => line.entry === null);
          const number = this.#receiver.event(event, lines[0]?.offset ?? this.#lineOffset);
          if (this.#format !== 'sse') this.#block = [];
          const isHeard = this.#receiver.isHeard?.(event.type) ?? true;
          for (const line of lines) {
            line.entry = number;
            if (!isHeard) line.meaning ??= 'noListener';
          }
        },
        nothing: (reason, text) => {
          const ofBlock = reason === 'noData' || reason === 'unfinished';
          const lines = (ofBlock ? this.#block : this.#block.slice(-1)).filter((line) => line.entry === null);
          const number = this.#receiver.nothing(reason, text, lines[0]?.offset ?? 0);
          for (const line of lines) {
            line.meaning = reason;
            // The line of a byte order mark continues with a field, which may still become part of an event.
            if (reason !== 'byteOrderMark') line.entry = number;
          }
          if (!ofBlock && reason !== 'byteOrderMark') this.#dropFromBlock();
        },
        retry: (milliseconds) => {
          const line = this.#block.at(-1);
          const number = this.#receiver.retry(milliseconds, line?.offset ?? 0);
          if (line) Object.assign(line, { entry: number, meaning: 'retry' });
          this.#dropFromBlock();
        },
      },
      lastEventId,
    );
  }
}
