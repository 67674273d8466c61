// @ts-check
import { signIn } from '../lib/access-api.js';
import { Refusal, sentenceOf } from '../lib/problem.js';
import { wayInAddress } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { makeDialog } from './dialogs.js';
import { element, field, onSubmit, showSentence } from './element.js';
import { JoinForm } from './join-form.js';

/**
 * Joins the room or signs in with the server's token within the page, so that the page keeps its text and its run.
 *
 *     const dialog = new WayInDialog();
 *     if (await dialog.open('To save scenarios, sign in.')) …   // false where it was closed
 */
export class WayInDialog {
  root;
  #why = element('p', {});
  #access = element('p', { class: 'muted', role: 'status' });
  #refusal = element('p', { class: 'trouble', role: 'alert', hidden: true });
  #token = element('input', { id: 'sign-in-token', type: 'password', autocomplete: 'current-password', required: true, spellcheck: 'false' });
  #form = element('form', { class: 'dialog-form', hidden: true });
  #page = element('a', { target: '_blank' }, 'Sign in on a separate page');
  #join = new JoinForm(() => this.#end(true));
  #joinPart = element('section', { class: 'dialog-form', hidden: true, 'aria-label': 'Join the room' }, this.#join.root);
  #signInPart = element('details', { class: 'dialog-form' }, element('summary', {}, 'Sign in with the token, as the presenter'));
  /** The identity of the viewer that this page knew when the dialog was opened. */
  #before = '';
  /** @type {((isIn: boolean) => void) | null} */
  #tell = null;

  constructor() {
    this.#form.append(
      field('Token', this.#token),
      this.#refusal,
      element('div', { class: 'toolbar' }, element('button', { type: 'submit', class: 'primary' }, 'Sign in'), this.#page),
    );
    onSubmit(this.#form, () => this.#signIn());
    this.root = makeDialog('Sign in', this.#why, this.#access, this.#joinPart, this.#form);
    this.root.addEventListener('close', () => this.#end(false));
    // The viewer may have signed in in another tab.
    addEventListener('focus', () => this.#tell && this.#look());
  }

  /** @param {string} why the refused action, and who may do it @returns {Promise<boolean>} whether the viewer has more rights afterwards */
  open(why) {
    this.#end(false);
    this.#why.textContent = why;
    this.#access.textContent = '';
    this.#refusal.hidden = true;
    this.#join.say(null);
    this.#token.value = '';
    this.#page.setAttribute('href', wayInAddress('/sign-in/'));
    this.#before = viewer.access === null ? 'visitor ' : viewer.identity;
    if (!this.root.isConnected) document.body.append(this.root);
    if (!this.root.open) this.root.showModal();
    this.#look();
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  /** Shows the ways to join or to sign in; closes if the viewer has already done so. */
  async #look() {
    try {
      await viewer.read();
      const { access } = viewer;
      if (access === null) throw Refusal.unreachable();
      if (access.role !== 'visitor' && viewer.identity !== this.#before) return this.#end(true);
      this.#access.textContent = access.detail;
      const mayJoin = access.role === 'visitor' && Boolean(access.join);
      this.#title = mayJoin ? 'Join the room' : 'Sign in';
      this.#joinPart.hidden = !mayJoin;
      this.#form.hidden = access.signIn === null;
      // Where there is a room to join, the token is for the presenter.
      if (mayJoin) this.#signInPart.append(this.#form);
      this.root.append(mayJoin ? this.#signInPart : this.#form);
      if (!mayJoin) this.#signInPart.remove();
      else this.#signInPart.hidden = this.#form.hidden;
      if (mayJoin) this.#join.focus();
      else if (!this.#form.hidden) this.#token.focus();
    } catch (error) {
      this.#refuse(error);
    }
    return undefined;
  }

  /** @param {string} title */
  set #title(title) {
    const heading = this.root.querySelector('h2');
    if (heading) heading.textContent = title;
  }

  async #signIn() {
    this.#refusal.hidden = true;
    try {
      await signIn(this.#token.value.trim());
      await viewer.read();
      this.#end(true);
    } catch (error) {
      this.#refuse(error);
      this.#token.select();
    }
  }

  /** @param {unknown} error */
  #refuse(error) {
    showSentence(this.#refusal, sentenceOf(error));
    this.#form.hidden = false;
  }

  /** @param {boolean} isIn */
  #end(isIn) {
    const tell = this.#tell;
    this.#tell = null;
    if (isIn) this.root.close();
    tell?.(isIn);
  }
}
