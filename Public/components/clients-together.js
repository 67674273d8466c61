// @ts-check
import { element } from './element.js';

/** The fragment that opens the page with the clients side by side. */
const HASH = '#side-by-side';

/**
 * Starts and stops several clients together, and arranges them side by side.
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
   * @param {HTMLElement} list the element with all cards @param {readonly HTMLElement[]} clients the cards that run here and follow the same feed
   * @param {{ lend(): void, takeBack(): void }} header has a connection that the clients need
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
      document.getElementById(location.hash.slice(1))?.scrollIntoView(); // the target may have been hidden before
    });
    this.root = element(
      'div',
      { class: 'fields', role: 'group', 'aria-label': 'The clients together' },
      element('button', { type: 'button', class: 'primary', on: { click: () => this.#press('Start') } }, 'Start all'),
      element('button', { type: 'button', on: { click: () => this.#press('Stop') } }, 'Stop all'),
      element('label', { class: 'check' }, this.#beside, 'Side by side, without their sources'),
    );
    this.#show();
  }

  /**
   * Clicks the buttons of the cards as a person would, because each client, including the React one, keeps its own state.
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
