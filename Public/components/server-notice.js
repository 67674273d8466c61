// @ts-check
import { server } from '../lib/server.js';
import { element } from './element.js';

/** @typedef {import('../lib/problem.js').Refusal} Refusal */

/** What the mark in the header says, and what is said below it. @type {Record<import('../lib/server-watch.js').ServerState, { mark: string, word: string, text: string }>} */
const STATES = {
  up: { mark: 'open', word: 'server', text: '' },
  down: { mark: 'failed', word: 'no server', text: 'The server cannot be reached: it was stopped, or the network is gone. This page goes on by itself when it is back; what you wrote is kept.' },
  silent: { mark: 'waiting', word: 'no answer', text: 'The server does not answer: it is stuck, or this browser has used up its six connections to it.' },
};

/**
 * Says in the header of a page whether its server answers, and that it refused something for want of permission, with the way in.
 *
 *     const notice = new ServerNotice();
 *     document.querySelector('header.site')?.append(...notice.nodes);
 *     notice.watch();
 */
export class ServerNotice {
  #word = element('span', { class: 'server-word' });
  #mark = element('span', { class: 'server-mark', role: 'status' }, element('span', { class: 'server-dot', 'aria-hidden': 'true' }), this.#word);
  #text = element('p', { class: 'server-text' });
  /** Empty, and so of no height, while there is nothing to say. */
  #banner = element('div', { class: 'server-banner', role: 'status' });

  constructor() {
    this.#show();
    server.onChange(() => this.#show());
  }

  /** What belongs at the end of the header. */
  get nodes() {
    return [this.#mark, this.#banner];
  }

  /** Asks the server whether it is there, for as long as somebody looks at the page. */
  watch() {
    const look = () => (document.hidden ? server.pause() : server.start());
    document.addEventListener('visibilitychange', look);
    look();
  }

  #show() {
    const { mark, word, text } = STATES[server.state];
    this.#mark.dataset.state = mark;
    this.#word.textContent = word;
    this.#text.textContent = text;
    this.#banner.replaceChildren(...(text === '' ? [] : [this.#text]));
  }
}

/** Puts the notice into the header of the page; every page does. */
export function addServerNotice() {
  const notice = new ServerNotice();
  document.querySelector('header.site')?.append(...notice.nodes);
  notice.watch();
  return notice;
}
