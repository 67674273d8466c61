// @ts-check
import { CONNECTION_REASONS } from './reasons.js';
import { at } from './site.js';

/**
 * Follows an event stream through the browser's own EventSource, with the interface of FetchConnection.
 *
 * EventSource reports less: no status, no reason, no comments, and only events of the types that have a listener.
 */
export class EventSourceConnection {
  #source;
  #observer;
  #closed = false;

  /**
   * Connects immediately.
   * @param {string} url
   * @param {import('./connection-state.js').ConnectionObserver} observer
   * @param {Iterable<string>} types the event types to listen for
   */
  constructor(url, observer, types) {
    this.#observer = observer;
    observer.state({ name: 'connecting' });
    this.#source = new EventSource(at(url));
    this.#source.addEventListener('open', () => observer.state({ name: 'open' }));
    this.#source.addEventListener('error', (event) => {
      // A server may name an event "error": then this is a MessageEvent, not an error.
      if (!(event instanceof MessageEvent)) this.#onError();
    });
    for (const type of new Set(types)) {
      this.#source.addEventListener(type, (event) => {
        if (!this.#closed && event instanceof MessageEvent) {
          observer.event({ type: event.type, data: event.data, lastEventId: event.lastEventId });
        }
      });
    }
  }

  /** @param {string} reason @param {boolean} [isUnexplained] whether it says only that the reason is unknown */
  close(reason, isUnexplained = false) {
    if (this.#closed) return;
    this.#closed = true;
    this.#source.close();
    this.#observer.state({ name: 'closed', reason, isUnexplained });
  }

  #onError() {
    if (this.#closed) return;
    if (this.#source.readyState === EventSource.CLOSED) {
      this.#closed = true;
      this.#observer.state({ name: 'closed', failed: true, isUnexplained: true, reason: CONNECTION_REASONS.noStream });
    } else {
      this.#observer.state({ name: 'reconnecting', isUnexplained: true, reason: CONNECTION_REASONS.endedOrBroke });
    }
  }
}
