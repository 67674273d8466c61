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
 * One event stream for all tabs of a browser, since it allows six connections to a server in all.
 *
 * The tab that holds a Web Lock has the stream and tells the others by a BroadcastChannel. When it closes, the browser gives
 * the lock to the next, which goes on after the last event that it heard of.
 */
export class SharedStream {
  #url;
  #observer;
  #channel;
  #leaving = new AbortController();
  #lastEventId = '';
  /** @type {SharedState} */
  #state = 'connecting';
  /** @type {FetchConnection | null} Only in the tab that has the stream. */
  #connection = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isLeader = false;
  #attempt = 0;

  /** False on plain http beyond this machine, where browsers give no locks. */
  static get isPossible() {
    return 'BroadcastChannel' in globalThis && 'locks' in navigator;
  }

  /** @param {string} url without a query @param {SharedObserver} observer */
  constructor(url, observer) {
    this.#url = url;
    this.#observer = observer;
    this.#channel = new BroadcastChannel(`stream ${url}`);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#channel.postMessage({ hello: true });
    navigator.locks
      .request(`stream ${url}`, { signal: this.#leaving.signal }, () => this.#lead())
      .catch((error) => {
        if (!this.#leaving.signal.aborted) throw error;
      });
  }

  /** Leaves the stream to other tabs; nothing is reported any more. */
  close() {
    this.#leaving.abort();
    this.#channel.close();
    clearTimeout(this.#timer);
    this.#connection?.close('left');
  }

  /** Connects at once where it waits to be tried again: the server is back, or lets in whom it refused. */
  retry() {
    if (this.#isLeader && this.#state !== 'open') this.#connectAfter(0);
  }

  /** Has the stream until `close`. */
  #lead() {
    if (this.#leaving.signal.aborted) return undefined;
    this.#isLeader = true;
    this.#connect();
    return new Promise((resolve) => this.#leaving.signal.addEventListener('abort', resolve));
  }

  #connect() {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const resumption = this.#lastEventId === '' ? '' : `?lastEventId=${encodeURIComponent(this.#lastEventId)}`;
    this.#connection = new FetchConnection(this.#url + resumption, {
      state: ({ name }) => {
        if (this.#leaving.signal.aborted || attempt !== this.#attempt) return;
        this.#tell(name === 'open' || name === 'closed' ? name : 'connecting');
        if (name === 'open') this.#connectAfter(SILENCE);
        else if (name === 'closed') this.#connectAfter(RETRY_CLOSED);
        else clearTimeout(this.#timer);
      },
      chunk: () => this.#connectAfter(SILENCE),
      event: (event) => {
        this.#channel.postMessage({ event });
        this.#take(event);
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

  /** @param {{ hello?: boolean, state?: SharedState, event?: import('./event-stream-parser.js').StreamEvent }} message */
  #hear({ hello, state, event }) {
    if (hello && this.#isLeader) this.#channel.postMessage({ state: this.#state });
    if (state) this.#change(state);
    if (event) this.#take(event);
  }

  /** @param {SharedState} state */
  #tell(state) {
    this.#channel.postMessage({ state });
    this.#change(state);
  }

  /** @param {SharedState} state */
  #change(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#observer.state(state);
  }

  /** @param {import('./event-stream-parser.js').StreamEvent} event */
  #take(event) {
    this.#lastEventId = event.lastEventId;
    this.#observer.event(event);
  }
}
