// @ts-check
import { formatCount } from '../lib/format.js';
import { element } from './element.js';
import { ReceivedEvents } from './received-events.js';

/** @typedef {{ url: string, types: string[] }} Feed */
/**
 * The `follow` function of the modules in clients/ and pitfalls/clients/: starts a client and returns a function that stops it.
 * @typedef {(url: string, options: {
 *   types: string[],
 *   onEvent: (event: { type: string, data: string, lastEventId: string }) => void,
 *   onState: (state: string, reason?: string) => void,
 *   onReset: () => void,
 * }) => () => void} Follow
 */

/**
 * Starts and stops a client written in plain JavaScript, and shows the events that it receives, the newest first.
 *
 *     const client = new PlainClient(follow, { url: '/events', types: ['message'] });
 *     card.append(client.root);
 */
export class PlainClient {
  root;
  #follow;
  #feed;
  #toggle = element('button', { type: 'button', class: 'primary' }, 'Start');
  #word = element('span', { class: 'pill-word' });
  #reason = element('span', { class: 'pill-reason' });
  #count = element('p', { class: 'client-count muted' });
  #events = new ReceivedEvents();
  #stream;
  #received = 0;
  /** @type {(() => void) | null} */
  #stop = null;

  /** @param {Follow} follow @param {Feed} feed @param {string} [title] needed where a page shows two of them */
  constructor(follow, feed, title) {
    this.#follow = follow;
    this.#feed = feed;
    this.#stream = element(
      'div',
      { class: 'client-stream', hidden: true },
      element(
        'p',
        { class: 'client-state', role: 'status' },
        element('span', { class: 'pill' }, element('span', { class: 'pill-mark' }), this.#word),
        this.#reason,
      ),
      this.#count,
      this.#events.root,
    );
    this.#toggle.addEventListener('click', () => (this.#stop ? this.#stop() : this.#start()));
    this.root = element('div', { class: 'client-run', role: title && 'group', 'aria-label': title }, title ? element('h3', {}, title) : null, this.#toggle, this.#stream);
  }

  /**
   * Changes the feed; a running stream of another address ends.
   * @param {Feed} feed
   */
  show(feed) {
    if (feed.url !== this.#feed.url) this.#stop?.();
    this.#feed = feed;
  }

  #start() {
    this.#received = 0;
    this.#showCount();
    this.#events.clear();
    this.#stream.hidden = false;
    this.#toggle.textContent = 'Stop';
    this.#stop = this.#follow(this.#feed.url, {
      types: this.#feed.types,
      onEvent: (event) => this.#receive(event),
      onReset: () => this.#events.clear(),
      onState: (state, reason = '') => {
        this.#stream.dataset.state = state;
        this.#word.textContent = state;
        this.#reason.textContent = reason;
        if (state === 'closed') {
          this.#stop = null;
          this.#toggle.textContent = 'Start';
        }
      },
    });
  }

  /** @param {{ type: string, data: string, lastEventId: string }} event */
  #receive(event) {
    this.#received += 1;
    this.#showCount();
    this.#events.add(event);
  }

  #showCount() {
    this.#count.textContent = formatCount(this.#received, 'event');
  }
}
