// @ts-check
import { Refusal, sentenceOf } from '../lib/problem.js';
import { server } from '../lib/server.js';
import { viewer } from '../lib/viewer.js';
import { element } from './element.js';
import { WayInDialog } from './way-in-dialog.js';

/** @type {Record<import('../lib/server-watch.js').ServerState, { mark: string, word: string, text: string }>} The mark and the word in the header, and the text below it. */
const STATES = {
  up: { mark: 'open', word: 'server', text: '' },
  down: { mark: 'failed', word: 'no server', text: 'The server cannot be reached: it was stopped, or the network is gone. This page continues by itself when it is back; what you wrote is kept.' },
  silent: { mark: 'waiting', word: 'no answer', text: 'The server does not answer: it is stuck, or this browser has used up its six connections to it.' },
};

/**
 * Shows in a page's header whether the server answers, and refusals for lack of permission, with the way to get permission.
 *
 *     addServerNotice();                                      // once per page
 *     if (!refused(error, () => save(), true)) throw error;   // after every request that may be refused
 */
class ServerNotice {
  #word = element('span', { class: 'server-word' });
  #mark = element('span', { class: 'server-mark', role: 'status' }, element('span', { class: 'server-dot', 'aria-hidden': 'true' }), this.#word);
  /** Empty, and therefore without height, while there is nothing to show. */
  #banner = element('div', { class: 'server-banner', role: 'status' });
  #dialog = new WayInDialog();
  /** @type {Refusal | null} */
  #refusal = null;
  /** @type {Set<() => void>} The actions to repeat after signing in. */
  #waiting = new Set();
  /** @type {Set<string>} The messages that the user has dismissed. */
  #dismissed = new Set();

  constructor() {
    server.onChange(() => this.#show());
    let known = viewer.identity;
    viewer.onChange(() => {
      const isAnother = known !== '' && known !== viewer.identity;
      known = viewer.identity;
      if (isAnother && viewer.access?.role !== 'visitor' && this.#refusal !== null) this.#goOn();
      else this.#show(); // the way in may have changed
    });
    this.#show();
  }

  /** The nodes to append to the header. */
  get nodes() {
    return [this.#mark, this.#banner];
  }

  /** Watches the server while the page is visible. */
  watch() {
    const look = () => (document.hidden ? server.pause() : server.start());
    document.addEventListener('visibilitychange', look);
    look();
  }

  /** @param {Refusal} refusal for lack of permission @param {() => void} goOn @param {boolean} isAsked whether the user requested it, rather than the page itself */
  refuse(refusal, goOn, isAsked) {
    this.#waiting.add(goOn);
    if (refusal.status === 401) viewer.read(); // the viewer may have been signed out
    if (!isAsked && this.#dismissed.has(refusal.message)) return;
    this.#refusal = refusal;
    this.#show();
    if (isAsked && hasWayIn(refusal)) this.#openDoor(refusal);
  }

  /** @param {Refusal} refusal */
  async #openDoor(refusal) {
    if (await this.#dialog.open(refusal.message)) this.#goOn();
  }

  /** Repeats the refused actions, after the user has signed in or joined, here or in another tab. */
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
 * Whether joining the room would help: a room is open, and the viewer is not in it.
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

/** Adds the notice to the header of the page. Every page calls it, through `addPageHeader`. */
export function addServerNotice() {
  notice = new ServerNotice();
  document.querySelector('header.site')?.append(...notice.nodes);
  notice.watch();
}

/**
 * Shows a refusal for lack of permission (401, 403) in the notice, with the way to get permission.
 *
 * @param {unknown} error
 * @param {() => void} goOn called after signing in, to repeat the refused action
 * @param {boolean} isAsked whether the user requested it: then the dialog for signing in or joining opens immediately
 * @returns {boolean} false for any other error, and on pages without this notice
 */
export function refused(error, goOn, isAsked) {
  if (!(error instanceof Refusal) || !error.isOfAccess || notice === null) return false;
  notice.refuse(error, goOn, isAsked);
  return true;
}

/**
 * Performs an action of the user, and reports its failure. If permission was lacking, performs the action again after signing in.
 *
 *     attempt(async () => say(await step(session)), say);
 *
 * @param {() => Promise<unknown>} action @param {(sentence: string) => void} say
 */
export async function attempt(action, say) {
  try {
    await action();
  } catch (error) {
    say(sentenceOf(error));
    refused(error, () => attempt(action, say), true);
  }
}
