// @ts-check
import { StreamHub } from './stream-hub.js';

/** @typedef {import('./stream-hub.js').SharedObserver} SharedObserver */

/** Of this page alone, where there are no shared workers, as on some phones. */
const own = new StreamHub();
let hasWorkers = 'SharedWorker' in globalThis;

/**
 * One event stream for all tabs of a browser, since it allows six connections to a server in all.
 *
 * A shared worker has the connection: unlike Web Locks, browsers give one to pages on plain http beyond this machine, too. Where there
 * is none, each tab has a connection of its own.
 *
 *     const stream = new SharedStream('/api/changes', { event, state });
 *     stream.close();   // the last that leaves ends the connection
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
   * @param {string} [reader] who reads it: tabs of others do not share the connection
   */
  constructor(url, observer, reader = '') {
    this.#url = url;
    this.#observer = observer;
    this.#reader = reader;
    addEventListener('pagehide', this.#leave); // a port does not say that its tab has gone
    if (hasWorkers) this.#askWorker();
    else this.#joinOwn();
  }

  /** Leaves the stream to other tabs; nothing is reported any more. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    removeEventListener('pagehide', this.#leave);
    this.#port?.postMessage({ leave: true });
    this.#port?.close();
    this.#member?.leave();
  }

  /** Connects at once where it waits to be tried again: the server is back, or lets in whom it refused. */
  retry() {
    this.#port?.postMessage({ retry: true });
    this.#member?.retry();
  }

  #askWorker() {
    const worker = new SharedWorker(new URL('shared-stream-worker.js', import.meta.url), { type: 'module', name: 'event streams of the playground' });
    worker.onerror = () => {
      hasWorkers = false; // such as a browser whose shared workers know no modules
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
