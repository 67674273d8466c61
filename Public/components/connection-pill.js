// @ts-check
import { describeState } from '../lib/connection-state.js';
import { element } from './element.js';

/**
 * Shows the state of a connection: a mark, a word, a countdown, and the reason.
 *
 * The countdown changes each second, but only a change of state is announced to screen readers.
 *
 *     const pill = new ConnectionPill();
 *     parent.append(pill.root);
 *     pill.show({ name: 'open', reason: 'HTTP 200' });
 */
export class ConnectionPill {
  root;
  #word = element('span', { class: 'pill-word' });
  #reason = element('span', { class: 'pill-reason' });
  #announcement = element('span', { class: 'visually-hidden', role: 'status' });
  /** @type {import('../lib/connection-state.js').ConnectionState} */
  #state = { name: 'idle' };
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  constructor() {
    const pill = element('span', { class: 'pill', 'aria-hidden': 'true' }, element('span', { class: 'pill-mark' }), this.#word);
    this.root = element('span', { class: 'connection', 'data-state': 'idle' }, pill, this.#reason, this.#announcement);
    this.show({ name: 'idle' });
  }

  get state() {
    return this.#state;
  }

  /** @param {import('../lib/connection-state.js').ConnectionState} state */
  show(state) {
    this.#state = state;
    const how = state.failed ? 'failed' : state.succeeded ? 'done' : 'closed';
    this.root.dataset.state = state.name === 'closed' ? how : state.name;
    this.#reason.textContent = state.reason ?? '';
    this.#reason.title = state.reason ?? '';
    this.#announcement.textContent = state.name === 'idle' ? '' : describeState({ ...state, retryAt: undefined }, 0);
    this.#tick();
    clearInterval(this.#timer);
    if (state.retryAt !== undefined) this.#timer = setInterval(() => this.#tick(), 250);
  }

  #tick() {
    this.#word.textContent = describeState(this.#state, Date.now());
  }
}
