// @ts-check
import { newSessionKey } from '../lib/session-key.js';
import { at } from '../lib/site.js';
import { element } from './element.js';

const COUNT = 7;

/**
 * Opens one stream more than the number of connections that a browser allows to one host, and shows that it waits.
 *
 *     byId('seven').append(new ConnectionLimit({ onStart, onEnd }).root);
 */
export class ConnectionLimit {
  root;
  #options;
  #toggle = element('button', { type: 'button', class: 'primary' });
  #free = element('button', { type: 'button', hidden: true }, 'Close one that is open');
  #said = element('p', { class: 'muted', role: 'status' });
  #list = element('ol', { class: 'seven', 'aria-label': 'Seven streams' });
  /** @type {EventSource[]} */
  #sources = [];

  /** @param {{ onStart: () => void, onEnd: () => void }} options */
  constructor(options) {
    this.#options = options;
    this.#toggle.addEventListener('click', () => (this.#sources.length > 0 ? this.stop() : this.#start()));
    this.#free.addEventListener('click', () => {
      this.#sources.find(({ readyState }) => readyState === EventSource.OPEN)?.close();
      this.#show();
    });
    this.root = element('div', { class: 'card demo', role: 'group', 'aria-label': 'Example: seven streams' }, element('div', { class: 'demo-bar' }, this.#toggle, this.#free), this.#said, this.#list);
    this.#show();
  }

  stop() {
    for (const source of this.#sources) source.close();
    this.#sources = [];
    this.#show();
    this.#options.onEnd();
  }

  #start() {
    this.#options.onStart();
    const key = newSessionKey('', 'seven');
    this.#sources = Array.from({ length: COUNT }, (_, index) => {
      const source = new EventSource(at(`/play/heartbeat?session=${key}-${index + 1}`));
      source.onopen = () => this.#show();
      source.onerror = () => this.#show();
      return source;
    });
    this.#show();
  }

  #show() {
    const states = this.#sources.map(({ readyState }) => ['waits', 'open', 'closed'][readyState]);
    const count = (/** @type {string} */ state) => states.filter((each) => each === state).length;
    this.#toggle.textContent = states.length > 0 ? 'Close all' : 'Open seven streams';
    this.#free.hidden = count('open') === 0 || count('waits') === 0;
    this.#list.replaceChildren(...states.map((state, index) => element('li', { 'data-state': state === 'waits' ? 'connecting' : state }, element('span', { class: 'pill' }, element('span', { class: 'pill-mark' }), `${index + 1} ${state}`))));
    if (states.length === 0) this.#said.textContent = 'Seven streams at once, on purpose: everything else on this page waits as long as six are open.';
    else this.#said.textContent = `${count('open')} of ${states.length} are open${count('waits') > 0 ? `; ${count('waits')} waits for a connection` : ''}.`;
  }
}
