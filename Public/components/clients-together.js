// @ts-check
import { element } from './element.js';

/** Where the page is opened with the clients beside each other. */
const HASH = '#side-by-side';

/**
 * Starts and stops several clients at once, and puts them beside each other.
 *
 *     byId('together').append(new ClientsTogether(byId('clients'), cards, addPageHeader()).root);
 */
export class ClientsTogether {
  root;
  #clients;
  #list;
  #header;
  #beside = element('input', { type: 'checkbox' });

  /**
   * @param {HTMLElement} list of all cards @param {readonly HTMLElement[]} clients those that run here, and follow the same feed
   * @param {{ lend(): void, takeBack(): void }} header which has a connection that they need
   */
  constructor(list, clients, header) {
    this.#header = header;
    this.#list = list;
    this.#clients = clients;
    for (const card of clients) card.dataset.together = '';
    this.#beside.checked = location.hash === HASH;
    this.#beside.addEventListener('change', () => {
      history.replaceState(null, '', this.#beside.checked ? HASH : location.pathname);
      this.#show();
    });
    addEventListener('hashchange', () => {
      this.#beside.checked = location.hash === HASH;
      this.#show();
      document.getElementById(location.hash.slice(1))?.scrollIntoView(); // it may have been hidden
    });
    this.root = element(
      'div',
      { class: 'fields', role: 'group', 'aria-label': 'The clients together' },
      element('button', { type: 'button', class: 'primary', on: { click: () => this.#press('Start') } }, 'Start all'),
      element('button', { type: 'button', on: { click: () => this.#press('Stop') } }, 'Stop all'),
      element('label', { class: 'check' }, this.#beside, 'Beside each other, without their sources'),
    );
    this.#show();
  }

  /**
   * As a person would: each client, React's too, keeps its own state.
   * @param {'Start' | 'Stop'} word
   */
  #press(word) {
    if (word === 'Start') this.#header.lend();
    else this.#header.takeBack();
    for (const card of this.#clients) {
      const button = card.querySelector('.client-run > button');
      if (button instanceof HTMLElement && button.textContent === word) button.click();
    }
  }

  #show() {
    this.#list.classList.toggle('beside', this.#beside.checked);
  }
}
