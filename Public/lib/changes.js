// @ts-check
import { server } from './server.js';
import { SharedStream } from './shared-stream.js';
import { viewer } from './viewer.js';

/** @typedef {import('./stream-hub.js').SharedObserver} SharedObserver */

/**
 * Follows `/api/changes` for all parts of a page: the list of scenarios, the room, the hand-out. All tabs of a browser share one stream.
 *
 *     changes.follow({ event: ({ type, data }) => …, state: (state) => … });
 *     changes.start();   // called by the page; pause() while it needs its connections elsewhere
 */
class Changes {
  /** @type {import('./stream-hub.js').SharedState} Also `closed` while paused. */
  state = 'closed';
  /** @type {Set<SharedObserver>} */
  #observers = new Set();
  /** @type {SharedStream | null} */
  #stream = null;
  #isWanted = false;
  #reader = '';

  constructor() {
    viewer.onChange(() => this.#stream && viewer.identity !== this.#reader && this.#open());
    server.onUp(() => this.#stream?.retry());
  }

  /** @param {SharedObserver} observer */
  follow(observer) {
    this.#observers.add(observer);
  }

  async start() {
    if (this.#isWanted) return;
    this.#isWanted = true;
    await viewer.ready; // what the server sends depends on the viewer
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
          if (event.type === 'reset') viewer.read(); // the viewer may have been signed out or removed
          for (const observer of this.#observers) observer.event(event);
        },
        state: (state) => {
          if (state === 'open' && wasOpen) viewer.read(); // the stream has come back, perhaps from another server
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
