// @ts-check

/**
 * An event as an event listener receives it.
 * @typedef {{ type: string, data: string, lastEventId: string }} StreamEvent
 */

/**
 * Why bytes dispatched nothing.
 * @typedef {'byteOrderMark' | 'comment' | 'noData' | 'ignoredField' | 'bogusRetry' | 'nullInID' | 'unfinished' | 'notJSON'} Reason
 */

/**
 * The callbacks for the parsed bytes, called in the order of the bytes.
 * @typedef {object} Receiver
 * @property {(event: StreamEvent) => void} [event]
 * @property {(milliseconds: number) => void} [retry]
 * @property {(reason: Reason, text: string) => void} [nothing] called with bytes that dispatched nothing, as text
 */

/**
 * Turns the bytes of one event stream into events exactly as a browser's EventSource does.
 *
 *     const parser = new EventStreamParser({ event: (event) => console.log(event.type, event.data) });
 *     parser.push(bytes);   // chunks of any size: the result does not depend on where they are cut
 *     parser.end();
 *
 * An event is dispatched at the CR or LF of its blank line, without waiting for the next byte.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class EventStreamParser {
  /** The value that a reconnection sends as `Last-Event-ID`. */
  lastEventId;
  /** @type {number | null} The value of the last valid `retry` field, in milliseconds. */
  reconnectionTime = null;

  // ignoreBOM keeps the byte order mark in the text, so that it can be reported and is removed only once.
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #receiver;
  #atStart = true;
  #afterCarriageReturn = false;
  #line = '';
  #type = '';
  /** @type {string[]} */
  #data = [];
  #id;
  #inBlock = false;

  /**
   * @param {Receiver} receiver
   * @param {string} [lastEventId] the last event ID of an earlier connection of the same source: browsers keep it until another ID arrives
   */
  constructor(receiver, lastEventId = '') {
    this.#receiver = receiver;
    this.lastEventId = lastEventId;
    this.#id = lastEventId;
  }

  /** @param {Uint8Array} bytes the next ones */
  push(bytes) {
    this.#parse(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Ends the stream: an unfinished event is discarded. */
  end() {
    this.#parse(this.#decoder.decode());
    if (this.#inBlock || this.#line !== '') {
      this.#receiver.nothing?.('unfinished', this.#line || this.#data.join('\n'));
    }
  }

  /** @param {string} text */
  #parse(text) {
    if (text === '') return;
    let start = 0;
    if (this.#atStart) {
      this.#atStart = false;
      if (text.startsWith('\uFEFF')) {
        start = 1;
        this.#receiver.nothing?.('byteOrderMark', '');
      }
    }
    if (this.#afterCarriageReturn) {
      this.#afterCarriageReturn = false;
      if (text.startsWith('\n')) start = 1; // the second half of a CRLF that was split between chunks
    }
    const lineEnd = /\r\n|\r|\n/g;
    lineEnd.lastIndex = start;
    for (let match = lineEnd.exec(text); match; match = lineEnd.exec(text)) {
      const line = this.#line + text.slice(start, match.index);
      this.#line = '';
      start = lineEnd.lastIndex;
      this.#afterCarriageReturn = match[0] === '\r' && start === text.length;
      if (line === '') this.#dispatch();
      else this.#processLine(line);
    }
    this.#line += text.slice(start);
  }

  /** @param {string} line without its end, not empty */
  #processLine(line) {
    const colon = line.indexOf(':');
    if (colon === 0) {
      this.#receiver.nothing?.('comment', line.slice(1));
      return;
    }
    const name = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);

    switch (name) {
      case 'event':
        this.#type = value;
        break;
      case 'data':
        this.#data.push(value);
        break;
      case 'id':
        if (value.includes('\0')) {
          this.#receiver.nothing?.('nullInID', line);
          return;
        }
        this.#id = value;
        break;
      case 'retry':
        if (!/^[0-9]+$/.test(value)) {
          this.#receiver.nothing?.('bogusRetry', line);
          return;
        }
        this.reconnectionTime = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
        this.#receiver.retry?.(this.reconnectionTime);
        return;
      default:
        this.#receiver.nothing?.('ignoredField', line);
        return;
    }
    this.#inBlock = true;
  }

  /** The standard's "dispatch the event": it sets the last event ID even where nothing is dispatched. */
  #dispatch() {
    this.lastEventId = this.#id;
    if (!this.#inBlock) return;
    const type = this.#type || 'message';
    const data = this.#data;
    this.#inBlock = false;
    this.#type = '';
    this.#data = [];
    if (data.length === 0) this.#receiver.nothing?.('noData', '');
    else this.#receiver.event?.({ type, data: data.join('\n'), lastEventId: this.lastEventId });
  }
}
