// @ts-check
import { Refusal } from '../lib/problem.js';
import { server } from '../lib/server.js';
import { viewer } from '../lib/viewer.js';
import { element } from './element.js';
import { WayInDialog } from './way-in-dialog.js';

/** @type {Record<import('../lib/server-watch.js').ServerState, { mark: string, word: string, text: string }>} What the mark in the header says, and what is said below it. */
const STATES = {
  up: { mark: 'open', word: 'server', text: '' },
  down: { mark: 'failed', word: 'no server', text: 'The server cannot be reached: it was stopped, or the network is gone. This page goes on by itself when it is back; what you wrote is kept.' },
  silent: { mark: 'waiting', word: 'no answer', text: 'The server does not answer: it is stuck, or this browser has used up its six connections to it.' },
};

/**
 * Says in the header of a page whether its server answers, and what it refused for want of permission, with the way in.
 */
class ServerNotice {
  #word = element('span', { class: 'server-word' });
  #mark = element('span', { class: 'server-mark', role: 'status' }, element('span', { class: 'server-dot', 'aria-hidden': 'true' }), this.#word);
  /** Empty, and so of no height, while there is nothing to say. */
  #banner = element('div', { class: 'server-banner', role: 'status' });
  #dialog = new WayInDialog();
  /** @type {Refusal | null} */
  #refusal = null;
  /** @type {Set<() => void>} What goes on once one is signed in. */
  #waiting = new Set();
  /** @type {Set<string>} What somebody does not want to be told again. */
  #dismissed = new Set();

  constructor() {
    server.onChange(() => this.#show());
    let known = viewer.identity;
    viewer.onChange(() => {
      const isAnother = known !== '' && known !== viewer.identity;
      known = viewer.identity;
      if (isAnother && viewer.access?.role !== 'visitor' && this.#refusal !== null) this.#goOn();
      else this.#show(); // the way in may be another
    });
    this.#show();
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

  /** @param {Refusal} refusal of access @param {() => void} goOn @param {boolean} isAsked whether somebody waits for it, and not the page alone */
  refuse(refusal, goOn, isAsked) {
    this.#waiting.add(goOn);
    if (refusal.status === 401) viewer.read(); // one may have been signed out
    if (!isAsked && this.#dismissed.has(refusal.message)) return;
    this.#refusal = refusal;
    this.#show();
    if (isAsked && hasWayIn(refusal)) this.#openDoor(refusal);
  }

  /** @param {Refusal} refusal */
  async #openDoor(refusal) {
    if (await this.#dialog.open(refusal.message)) this.#goOn();
  }

  /** What was refused is asked for again: one has signed in, or joined, here or in another tab. */
  #goOn() {
    this.#refusal = null;
    this.#show();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const goOn of waiting) goOn();
  }

  #show() {
    const { mark, word, text } = STATES[server.state];
    this.#mark.dataset.state = mark;
    this.#word.textContent = word;
    const refusal = this.#refusal;
    this.#banner.replaceChildren(
      ...(text === '' ? [] : [element('p', { class: 'server-text' }, text)]),
      ...(refusal === null ? [] : [this.#refusalText(refusal)]),
    );
  }

  /** @param {Refusal} refusal */
  #refusalText(refusal) {
    const button = (/** @type {string} */ label, /** @type {() => void} */ click) => element('button', { type: 'button', class: 'quiet', on: { click } }, label);
    const dismiss = () => {
      this.#dismissed.add(refusal.message);
      this.#refusal = null;
      this.#show();
    };
    return element(
      'p',
      { class: 'server-text' },
      element('b', {}, `${refusal.status} ${refusal.title}`.trim()),
      ` ${refusal.message} `,
      hasWayIn(refusal) ? button(mayJoin(refusal) ? 'Join the room' : 'Sign in', () => this.#openDoor(refusal)) : null,
      button('Not now', dismiss),
    );
  }
}

/**
 * Whether joining the room helps: where one is open and one is not in it.
 * @param {Refusal} refusal
 */
function mayJoin({ join }) {
  return join !== '' && (viewer.access === null || viewer.access.role === 'visitor');
}

/** @param {Refusal} refusal */
function hasWayIn(refusal) {
  return refusal.signIn !== '' || mayJoin(refusal);
}

/** @type {ServerNotice | null} */
let notice = null;

/**
 * Puts the notice into the header of the page; every page does.
 *
 *     addServerNotice();                                      // once, in a page's index.js
 *     if (!refused(error, () => save(), true)) throw error;   // wherever the server is asked for something
 */
export function addServerNotice() {
  notice = new ServerNotice();
  document.querySelector('header.site')?.append(...notice.nodes);
  notice.watch();
}

/**
 * Shows a refusal for want of permission (401, 403) as what it is, with the way in.
 *
 * @param {unknown} error
 * @param {() => void} goOn done once one is signed in: what was refused is asked for again
 * @param {boolean} isAsked whether somebody waits for it: then the way in is opened at once
 * @returns {boolean} false for any other error, and for that of a page without this notice
 */
export function refused(error, goOn, isAsked) {
  if (!(error instanceof Refusal) || !error.isOfAccess || notice === null) return false;
  notice.refuse(error, goOn, isAsked);
  return true;
}
