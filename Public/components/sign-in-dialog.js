// @ts-check
import { readAccess, signIn } from '../lib/access-api.js';
import { signInAddress } from '../lib/site.js';
import { makeDialog } from './dialogs.js';
import { element } from './element.js';

/**
 * Takes the server's token where one is, so that a page keeps its text and its run.
 *
 *     const dialog = new SignInDialog();
 *     if (await dialog.open('To save scenarios, sign in.')) …   // false where it was closed
 */
export class SignInDialog {
  root;
  #why = element('p', {});
  #access = element('p', { class: 'muted', role: 'status' });
  #refusal = element('p', { class: 'trouble', role: 'alert', hidden: true });
  #token = element('input', { id: 'sign-in-token', type: 'password', autocomplete: 'current-password', required: true, spellcheck: 'false' });
  #form = element('form', { class: 'dialog-form', hidden: true });
  #page = element('a', { target: '_blank' }, 'Sign in on a page of its own');
  /** @type {((isIn: boolean) => void) | null} */
  #tell = null;

  constructor() {
    this.#form.append(
      element('div', { class: 'field' }, element('label', { for: 'sign-in-token' }, 'Token'), this.#token),
      this.#refusal,
      element('div', { class: 'toolbar' }, element('button', { type: 'submit', class: 'primary' }, 'Sign in'), this.#page),
    );
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#signIn();
    });
    this.root = makeDialog('Sign in', this.#why, this.#access, this.#form);
    this.root.addEventListener('close', () => this.#end(false));
    // Somebody may have signed in in another tab.
    addEventListener('focus', () => this.#tell && this.#look());
  }

  /** @param {string} why what was refused, and what would be let in @returns {Promise<boolean>} whether one is signed in then */
  open(why) {
    this.#end(false);
    this.#why.textContent = why;
    this.#access.textContent = '';
    this.#refusal.hidden = true;
    this.#token.value = '';
    this.#page.setAttribute('href', signInAddress());
    if (!this.root.isConnected) document.body.append(this.root);
    if (!this.root.open) this.root.showModal();
    this.#look();
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  /** Whether there is something to sign in to, and whether one is in already. */
  async #look() {
    try {
      const access = await readAccess();
      if (access.role !== 'visitor') return this.#end(true);
      this.#access.textContent = access.detail;
      this.#form.hidden = access.signIn === null;
      if (!this.#form.hidden) this.#token.focus();
    } catch (error) {
      this.#refuse(error);
    }
    return undefined;
  }

  async #signIn() {
    this.#refusal.hidden = true;
    try {
      await signIn(this.#token.value.trim());
      this.#end(true);
    } catch (error) {
      this.#refuse(error);
      this.#token.select();
    }
  }

  /** @param {unknown} error */
  #refuse(error) {
    this.#refusal.textContent = `${error instanceof Error ? error.message : error}`;
    this.#refusal.hidden = false;
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
