// @ts-check
import { StreamHub } from './stream-hub.js';

/** @typedef {import('./stream-hub.js').SharedObserver} SharedObserver */

/** This page's own hub, for browsers without shared workers, such as those of some phones. */
const own = new StreamHub();
let hasWorkers = 'SharedWorker' in globalThis;

/**
 * One event stream for all tabs of a browser, because a browser allows only six connections to a server for all tabs together.
 *
 * A shared worker holds the connection. Unlike Web Locks, browsers also offer these to pages from other machines over plain http. Without
 * shared workers, each tab has its own connection.
 *
 *     const stream = new SharedStream('/api/changes', { event, state });
 *     stream.close();   // the last one to leave ends the connection
 */
export class SharedStream {
  #url;
  #observer;
  #reader;
  #isClosed = false;
  /** @type {MessagePort | null} */
  #port = null;
  /** @type {ReturnType<StreamHub['join']> | null} */
  #member = null;
  #leave = () => this.close();

  /**
   * @param {string} url without a query
   * @param {SharedObserver} observer
   * @param {string} [reader] the identity of the viewer: tabs with another identity do not share the connection
   */
  constructor(url, observer, reader = '') {
    this.#url = url;
    this.#observer = observer;
    this.#reader = reader;
    addEventListener('pagehide', this.#leave); // a port does not report that its tab was closed
    if (hasWorkers) this.#askWorker();
    else this.#joinOwn();
  }

  /** Leaves the stream; nothing is reported afterwards. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    removeEventListener('pagehide', this.#leave);
    this.#port?.postMessage({ leave: true });
    this.#port?.close();
    this.#member?.leave();
  }

  /** Reconnects immediately if it is waiting to do so, for when the server is back or permission was given. */
  retry() {
    this.#port?.postMessage({ retry: true });
    this.#member?.retry();
  }

  #askWorker() {
    const worker = new SharedWorker(new URL('shared-stream-worker.js', import.meta.url), { type: 'module', name: 'event streams of the playground' });
    worker.onerror = () => {
      hasWorkers = false; // such as a browser whose shared workers do not support modules
      if (this.#isClosed || this.#member) return;
      this.#port?.close();
      this.#port = null;
      this.#joinOwn();
    };
    this.#port = worker.port;
    this.#port.onmessage = ({ data: { event, state } }) => {
      if (this.#isClosed) return;
      if (state) this.#observer.state(state);
      if (event) this.#observer.event(event);
    };
    this.#port.postMessage({ join: { url: this.#url, reader: this.#reader } });
  }

  #joinOwn() {
    this.#member = own.join(this.#url, this.#reader, {
      state: (state) => this.#isClosed || this.#observer.state(state),
      event: (event) => this.#isClosed || this.#observer.event(event),
    });
  }
}
