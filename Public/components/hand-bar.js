// @ts-check
import { formatCount } from '../lib/format.js';
import { hand, nameOf } from '../lib/live-hand.js';
import { element } from './element.js';
import { sendDialog } from './send-dialog.js';
import { refused } from './server-notice.js';

/** @typedef {import('../lib/live-hand.js').Target} Target */
/** @typedef {import('../lib/live-hand.js').Verb} Verb */

/** @type {[Verb, string, string, string][]} */
const VERBS = [
  ['pause', 'Pause', 'holds what the scenario still has to send; heartbeats go on', 'paused'],
  ['freeze', 'Freeze', 'holds everything, as if the network had gone', 'frozen'],
  ['resume', 'Resume', 'lets what is held go on, exactly where it was', 'let go on'],
  ['gate', 'Open gate', 'at which it waits, whatever its name', 'let through'],
  ['end', 'End', 'as the protocol says: the client takes it for an end, and EventSource comes back', 'ended'],
  ['cut', 'Cut', 'in the middle, as a proxy that gives up does', 'cut'],
  ['reset', 'Reset', 'the connection, as a server that crashes does', 'reset'],
];

/** Whose gate waits has a button of its own where one stream is shown. */
const USUAL = VERBS.map(([verb]) => verb).filter((verb) => verb !== 'gate');
/** What a presenter does to the streams of a participant, or of all. */
export const ROOM_VERBS = /** @type {const} */ (['pause', 'resume', 'gate', 'end', 'cut', 'reset']);

/**
 * The buttons that do something to streams while they play.
 *
 *     const bar = new HandBar({ verbs: ['pause', 'resume', 'cut'] });
 *     bar.show({ session: 'demo' });   // null hides it
 */
export class HandBar {
  root;
  /** @type {Target | null} */
  #target = null;
  #said = element('span', { class: 'muted', role: 'status' });
  /** @type {HTMLElement[]} */
  #buttons = [];
  #onSaid;

  /**
   * @param {{ verbs?: readonly Verb[], onSaid?: (text: string) => void }} options `onSaid` is told what was done, in place of saying
   *     it beside the buttons
   */
  constructor({ verbs = USUAL, onSaid } = {}) {
    this.#onSaid = onSaid ?? ((text) => (this.#said.textContent = text));
    const send = element('button', { type: 'button', title: 'puts an event, a comment or raw bytes in', on: { click: () => this.#target && sendDialog().open(this.#target) } }, 'Send …');
    const others = VERBS.filter(([verb]) => verbs.includes(verb)).map(([verb, word, title, done]) =>
      element('button', { type: 'button', title, 'data-verb': verb, on: { click: () => this.#do(verb, done) } }, word),
    );
    this.#buttons = [send, ...others];
    this.root = element('div', { class: 'hand-bar', role: 'group', hidden: true }, ...this.#buttons, onSaid ? null : this.#said);
  }

  /** @param {Target | null} target */
  show(target) {
    this.root.hidden = target === null;
    if (target === null || JSON.stringify(target) === JSON.stringify(this.#target)) return;
    this.#target = target;
    this.#said.textContent = '';
    this.root.setAttribute('aria-label', `By hand: ${nameOf(target)}`);
    for (const button of this.#buttons) button.setAttribute('aria-label', `${button.textContent?.replace(' …', '')} ${button.dataset.verb === 'gate' ? 'of ' : ''}${nameOf(target)}`);
  }

  /** @param {Verb} verb @param {string} done */
  async #do(verb, done) {
    const target = this.#target;
    if (target === null) return;
    try {
      const count = await hand(verb, target);
      this.#onSaid(`${formatCount(count, 'stream')} ${count === 1 ? 'was' : 'were'} ${done}.`);
    } catch (error) {
      this.#onSaid(error instanceof Error ? error.message : `${error}`);
      refused(error, () => this.#do(verb, done), true);
    }
  }
}
