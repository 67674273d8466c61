// @ts-check
import { FetchConnection } from './fetch-connection.js';

/**
 * Whether events come: `open` while they do, `connecting` while they are about to, `closed` when the server has no such stream.
 * @typedef {'connecting' | 'open' | 'closed'} SharedState
 */

/**
 * @typedef {object} SharedObserver
 * @property {(event: import('./event-stream-parser.js').StreamEvent) => void} event
 * @property {(state: SharedState) => void} state
 */

/** The server sends a comment every 15 s: after so long a silence the connection is taken for dead. */
const SILENCE = 45_000;
const RETRY_CLOSED = 30_000;

/**
 * Event streams that several observers read by one connection each: the first that joins opens it, the last that leaves closes it.
 *
 *     const hub = new StreamHub();
 *     const member = hub.join('/api/changes', 'ann', observer);
 *     member.leave();
 */
export class StreamHub {
  /** @type {Map<string, HubStream>} By who reads them, and their addresses. */
  #streams = new Map();

  /**
   * @param {string} url without a query
   * @param {string} reader who reads it: what the server tells depends on that
   * @param {SharedObserver} observer told the state at once, where it is another than `connecting`
   */
  join(url, reader, observer) {
    const key = `${reader} ${url}`;
    const stream = this.#streams.get(key) ?? new HubStream(url);
    this.#streams.set(key, stream);
    stream.observers.add(observer);
    if (stream.state !== 'connecting') observer.state(stream.state);
    return {
      /** Connects at once where it waits to be tried again. */
      retry: () => stream.retry(),
      leave: () => {
        stream.observers.delete(observer);
        if (stream.observers.size > 0 || this.#streams.get(key) !== stream) return;
        this.#streams.delete(key);
        stream.close();
      },
    };
  }
}

/** One connection, which is opened anew when it is silent for too long, and goes on after the last event that came. */
class HubStream {
  /** @type {Set<SharedObserver>} */
  observers = new Set();
  /** @type {SharedState} */
  state = 'connecting';
  #url;
  #lastEventId = '';
  /** @type {FetchConnection | null} */
  #connection = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #attempt = 0;

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
    this.#connect();
  }

  retry() {
    if (this.state !== 'open') this.#connectAfter(0);
  }

  close() {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#connection?.close('left');
  }

  #connect() {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const resumption = this.#lastEventId === '' ? '' : `?lastEventId=${encodeURIComponent(this.#lastEventId)}`;
    this.#connection = new FetchConnection(this.#url + resumption, {
      state: ({ name }) => {
        if (attempt !== this.#attempt) return;
        this.#change(name === 'open' || name === 'closed' ? name : 'connecting');
        if (name === 'open') this.#connectAfter(SILENCE);
        else if (name === 'closed') this.#connectAfter(RETRY_CLOSED);
        else clearTimeout(this.#timer);
      },
      chunk: () => this.#connectAfter(SILENCE),
      event: (event) => {
        this.#lastEventId = event.lastEventId;
        for (const { event: take } of [...this.observers]) take(event);
      },
    });
  }

  /** @param {number} milliseconds */
  #connectAfter(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const silent = this.#connection;
      this.#connect();
      silent?.close('silent for too long');
    }, milliseconds);
  }

  /** @param {SharedState} state */
  #change(state) {
    if (state === this.state) return;
    this.state = state;
    for (const { state: tell } of [...this.observers]) tell(state);
  }
}
