// @ts-check
import { FetchConnection } from './fetch-connection.js';

/**
 * Whether events can arrive: `open` while connected, `connecting` until then, `closed` when the server refuses the stream.
 * @typedef {'connecting' | 'open' | 'closed'} SharedState
 */

/**
 * @typedef {object} SharedObserver
 * @property {(event: import('./event-stream-parser.js').StreamEvent) => void} event
 * @property {(state: SharedState) => void} state
 */

/** The server sends a comment every 15 s. After this long a silence, in milliseconds, the connection is treated as dead. */
const SILENCE = 45_000;
const RETRY_CLOSED = 30_000;

/**
 * Event streams, each with one connection that several observers share. The first to join opens it, the last to leave closes it.
 *
 *     const hub = new StreamHub();
 *     const member = hub.join('/api/changes', 'ann', observer);
 *     member.leave();
 */
export class StreamHub {
  /** @type {Map<string, HubStream>} By reader and address. */
  #streams = new Map();

  /**
   * @param {string} url without a query
   * @param {string} reader the identity of the viewer, on which the contents of the stream depend
   * @param {SharedObserver} observer told the state immediately, unless that is `connecting`
   */
  join(url, reader, observer) {
    const key = `${reader} ${url}`;
    const stream = this.#streams.get(key) ?? new HubStream(url);
    this.#streams.set(key, stream);
    stream.observers.add(observer);
    if (stream.state !== 'connecting') observer.state(stream.state);
    return {
      /** Reconnects immediately unless the stream is open. */
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

/** One connection. It is replaced when it is silent for too long, and then resumes after the last event that arrived. */
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
