// @ts-check
import { lastEventIdField } from './last-event-id.js';
import { refusalOf, sentenceOf } from './problem.js';
import { CONNECTION_REASONS, NO_MORE, wrongTypeReason } from './reasons.js';
import { formatOf, makeParser } from './record-parser.js';
import { at } from './site.js';

/** The standard leaves the default to the client; browsers take 3 to 5 seconds. */
const DEFAULT_RECONNECTION_TIME = 3000;
const LONGEST_WAIT = 30_000;

/**
 * Follows an event stream through fetch, by EventSource's rules, and reports what EventSource hides:
 * the status, the reason for a refusal, comments, ignored lines and bytes.
 *
 * Streams of other formats (`Playground-Format`, ndjson, json-seq) are read too, and each record is reported as an event. They have no IDs
 * to resume after, so they are not reconnected, which would repeat all records.
 *
 * As in the standard, 200 with `text/event-stream` opens the stream, and every other response, such as 204, closes it permanently. A stream
 * that ends and a connection that breaks are reconnected after the reconnection time, with `Last-Event-ID`.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model
 */
export class FetchConnection {
  #url;
  #observer;
  #request;
  #abort = new AbortController();
  #lastEventId = '';
  #reconnectionTime = DEFAULT_RECONNECTION_TIME;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isWaiting = false;
  #closed = false;

  /**
   * Connects immediately.
   * @param {string} url
   * @param {import('./connection-state.js').ConnectionObserver} observer
   * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [request] sent again with each reconnection
   */
  constructor(url, observer, request = {}) {
    this.#url = url;
    this.#request = request;
    this.#observer = observer;
    this.#connect();
  }

  /**
   * Ends the connection; nothing is reported after the closed state.
   * @param {string} reason
   */
  close(reason) {
    this.#close({ reason, failed: false });
  }

  /** Reconnects immediately if it is waiting to do so. */
  retry() {
    if (!this.#isWaiting || this.#closed) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  async #connect() {
    this.#isWaiting = false;
    this.#observer.state({ name: 'connecting', reason: this.#resumption() });
    try {
      /** @type {Record<string, string>} */
      const headers = { Accept: 'text/event-stream', ...this.#request.headers };
      if (this.#lastEventId !== '') headers['Last-Event-ID'] = lastEventIdField(this.#lastEventId);
      const response = await fetch(at(this.#url), { method: this.#request.method ?? 'GET', body: this.#request.body, headers, cache: 'no-store', signal: this.#abort.signal });
      if (this.#closed) return;
      const closing = await closingOf(response);
      if (this.#closed) return;
      if (closing) {
        this.#close(closing);
        return;
      }
      this.#observer.head?.(response.headers);
      this.#observer.state({ name: 'open', reason: `HTTP ${response.status}` });
      const format = formatOf((name) => response.headers.get(name)) ?? 'sse';
      await this.#read(response, format);
      if (format === 'sse') this.#reconnect(CONNECTION_REASONS.ended, this.#reconnectionTime);
      else this.#close({ reason: CONNECTION_REASONS.complete, failed: false, succeeded: true });
    } catch (error) {
      if (this.#closed) return;
      // The standard lets a client wait longer each time it cannot reach the server.
      const wait = Math.min(LONGEST_WAIT, Math.max(this.#reconnectionTime, 500) * 2 ** this.#failures);
      this.#failures = Math.min(this.#failures + 1, 10);
      this.#reconnect(`the connection broke (${sentenceOf(error)})`, wait, true);
    }
  }

  /** @param {Response} response @param {import('./record-parser.js').StreamFormat} format */
  async #read(response, format) {
    const parser = makeParser(
      format,
      {
        event: (event) => {
          if (!this.#closed) this.#observer.event(event);
        },
        nothing: (reason, text) => this.#observer.nothing?.(reason, text),
        retry: (milliseconds) => {
          this.#reconnectionTime = milliseconds;
          this.#observer.retry?.(milliseconds);
        },
      },
      this.#lastEventId,
    );
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    try {
      for (let part = await reader.read(); !part.done && !this.#closed; part = await reader.read()) {
        this.#failures = 0;
        this.#observer.bytes?.(part.value.length);
        this.#observer.chunk?.(part.value);
        parser.push(part.value);
      }
    } finally {
      if (!this.#closed) parser.end();
      this.#lastEventId = parser.lastEventId;
    }
  }

  /** @param {string} reason @param {number} wait @param {boolean} [failed] */
  #reconnect(reason, wait, failed = false) {
    if (this.#closed) return;
    this.#observer.state({ name: 'reconnecting', reason, failed, retryAt: Date.now() + wait });
    this.#isWaiting = true;
    this.#timer = setTimeout(() => this.#connect(), Math.min(wait, 2 ** 31 - 1));
  }

  /** @param {Omit<import('./connection-state.js').ConnectionState, 'name'>} why */
  #close(why) {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#observer.state({ name: 'closed', ...why });
  }

  #resumption() {
    return this.#lastEventId === '' ? undefined : `Last-Event-ID: ${this.#lastEventId}`;
  }
}

/**
 * Returns why this response closes an event source permanently; null where it opens one.
 * @param {Response} response
 * @returns {Promise<Omit<import('./connection-state.js').ConnectionState, 'name'> | null>}
 */
async function closingOf(response) {
  if (response.status === 204) return { reason: NO_MORE, failed: false, succeeded: true };
  const status = `HTTP ${response.status} ${response.statusText}`.trim();
  if (response.status !== 200) {
    const retryAfter = response.headers.get('Retry-After');
    const refusal = await refusalOf(response);
    return {
      reason: [status, refusal.explanation, retryAfter && `(Retry-After: ${retryAfter}, which EventSource ignores)`]
        .filter(Boolean)
        .join(' – '),
      failed: true,
      ...(refusal.isOfAccess ? { refusal } : {}),
    };
  }
  if (formatOf((name) => response.headers.get(name)) === null) {
    return { reason: wrongTypeReason(status, response.headers.get('Content-Type')), failed: true };
  }
  return null;
}
