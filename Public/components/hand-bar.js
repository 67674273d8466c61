// @ts-check
import { formatCount } from '../lib/format.js';
import { hand, nameOf } from '../lib/live-hand.js';
import { element } from './element.js';
import { sendDialog } from './send-dialog.js';
import { attempt } from './server-notice.js';

/** @typedef {import('../lib/live-hand.js').Target} Target */
/** @typedef {import('../lib/live-hand.js').Verb} Verb */

/** @type {[Verb, string, string, string][]} The verb, its label, its tooltip, and the participle for the report. */
const VERBS = [
  ['pause', 'Pause', 'stops what the scenario still has to send; heartbeats continue', 'paused'],
  ['freeze', 'Freeze', 'stops everything, as if the network had gone', 'frozen'],
  ['resume', 'Resume', 'continues what was stopped, exactly where it was', 'resumed'],
  ['gate', 'Open gate', 'opens the gate at which it waits, whatever its name', 'let through'],
  ['end', 'End', 'ends the stream as the protocol says: the client sees a normal end, and EventSource reconnects', 'ended'],
  ['cut', 'Cut', 'breaks it off in the middle, as a proxy that gives up does', 'cut'],
  ['reset', 'Reset', 'resets the connection, as a server that crashes does', 'reset'],
];

/** All verbs except `gate`: where a single stream is shown, the gate at which it waits has its own button. */
const USUAL = VERBS.map(([verb]) => verb).filter((verb) => verb !== 'gate');
/** The verbs for the streams of a participant, or of everybody. */
export const ROOM_VERBS = /** @type {const} */ (['pause', 'resume', 'gate', 'end', 'cut', 'reset']);

/**
 * The buttons that control streams by hand while they play.
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
   * @param {{ verbs?: readonly Verb[], onSaid?: (text: string) => void }} options `onSaid` receives the report of what was done; without
   *     it, the report is shown beside the buttons
   */
  constructor({ verbs = USUAL, onSaid } = {}) {
    this.#onSaid = onSaid ?? ((text) => (this.#said.textContent = text));
    const send = element('button', { type: 'button', title: 'injects an event, a comment or raw bytes', on: { click: () => this.#target && sendDialog().open(this.#target) } }, 'Send …');
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
  #do(verb, done) {
    attempt(async () => {
      if (this.#target === null) return;
      const count = await hand(verb, this.#target);
      this.#onSaid(`${formatCount(count, 'stream')} ${count === 1 ? 'was' : 'were'} ${done}.`);
    }, this.#onSaid);
  }
}
