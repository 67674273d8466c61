// @ts-check
import { server } from './server.js';
import { SharedStream } from './shared-stream.js';
import { viewer } from './viewer.js';

/** @typedef {import('./stream-hub.js').SharedObserver} SharedObserver */

/**
 * `/api/changes` for all parts of a page: the list of scenarios, the room, what is handed out. One stream, for all tabs of a browser.
 *
 *     changes.follow({ event: ({ type, data }) => …, state: (state) => … });
 *     changes.start();   // by the page; pause() while its connections are needed elsewhere
 */
class Changes {
  /** @type {import('./stream-hub.js').SharedState} `closed` while it is paused, too. */
  state = 'closed';
  /** @type {Set<SharedObserver>} */
  #observers = new Set();
  /** @type {SharedStream | null} */
  #stream = null;
  #isWanted = false;
  #reader = '';

  constructor() {
    viewer.onChange(() => this.#stream && viewer.identity !== this.#reader && this.#open());
    server.onChange((state) => state === 'up' && this.#stream?.retry());
  }

  /** @param {SharedObserver} observer */
  follow(observer) {
    this.#observers.add(observer);
  }

  async start() {
    if (this.#isWanted) return;
    this.#isWanted = true;
    await viewer.ready; // the server tells each their own
    if (this.#isWanted && !this.#stream) this.#open();
  }

  pause() {
    this.#isWanted = false;
    this.#stream?.close();
    this.#stream = null;
    this.#change('closed');
  }

  #open() {
    this.#stream?.close();
    this.#change('connecting');
    this.#reader = viewer.identity;
    let wasOpen = false;
    this.#stream = new SharedStream(
      '/api/changes',
      {
        event: (event) => {
          if (event.type === 'reset') viewer.read(); // one may be told more or less now: signed out, or removed
          for (const observer of this.#observers) observer.event(event);
        },
        state: (state) => {
          if (state === 'open' && wasOpen) viewer.read(); // it ended and came back, and may be another server's
          wasOpen ||= state === 'open';
          this.#change(state);
        },
      },
      this.#reader,
    );
  }

  /** @param {import('./stream-hub.js').SharedState} state */
  #change(state) {
    if (state === this.state) return;
    this.state = state;
    for (const observer of this.#observers) observer.state(state);
  }
}

export const changes = new Changes();
