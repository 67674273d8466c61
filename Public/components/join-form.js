// @ts-check
import { join } from '../lib/access-api.js';
import { Refusal } from '../lib/problem.js';
import { takeWorkAlong } from '../lib/unsaved-work.js';
import { viewer } from '../lib/viewer.js';
import { element, field } from './element.js';

const NAME = '[a-z0-9][a-z0-9\\-]{0,31}';
let count = 0;

/**
 * Joins the room under a name, or as who has joined it on another device; what is wrong is said in place.
 *
 *     const form = new JoinForm(() => location.assign(next));   // told once one is in
 *     byId('door').append(form.root);
 */
export class JoinForm {
  root;
  #onIn;
  #isByKey = false;
  #name;
  #code;
  #key;
  #nameField;
  #codeField;
  #keyField;
  #refusal = element('p', { class: 'trouble', role: 'alert', hidden: true });
  #other = element('button', { type: 'button', class: 'link', on: { click: () => this.#turn() } });
  #join = element('button', { type: 'submit', class: 'primary' }, 'Join');

  /** @param {() => void} onIn */
  constructor(onIn) {
    this.#onIn = onIn;
    count += 1;
    const input = (/** @type {string} */ id, /** @type {Record<string, any>} */ more) =>
      element('input', { id: `${id}-${count}`, type: 'text', required: true, spellcheck: 'false', autocapitalize: 'none', autocomplete: 'off', ...more });
    this.#name = input('join-name', { pattern: NAME, maxlength: '32', 'aria-describedby': `join-note-${count}` });
    this.#code = input('join-code', { required: false });
    this.#key = input('join-key', {});
    const note = element('p', { class: 'muted note', id: `join-note-${count}` }, 'Lower-case letters, digits and hyphens. Everybody in the room may see it; it is part of the addresses of what you save.');
    this.#nameField = element('div', { class: 'join-part' }, field('Your name', this.#name, 'wide'), note);
    this.#codeField = element(
      'div',
      { class: 'join-part' },
      field('Code of the room', this.#code, 'wide'),
      element('p', { class: 'muted note' }, 'Not needed where you followed the room’s link or its QR code.'),
    );
    this.#keyField = element(
      'div',
      { class: 'join-part' },
      field('Your key', this.#key, 'wide'),
      element('p', { class: 'muted note' }, 'On the device on which you joined, a click on your name at the top of the page shows it.'),
    );
    this.root = element('form', { class: 'dialog-form join-form' }, this.#nameField, this.#keyField, this.#codeField, this.#refusal, element('div', { class: 'toolbar' }, this.#join, this.#other));
    this.root.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#name.addEventListener('input', () => {
      // A phone begins with a capital letter, and names have spaces.
      const { selectionStart } = this.#name;
      this.#name.value = this.#name.value.toLowerCase().replaceAll(/[\s_]/g, '-');
      this.#name.setSelectionRange(selectionStart, selectionStart);
    });
    this.#draw();
  }

  focus() {
    (this.#isByKey ? this.#key : this.#name).focus();
  }

  /**
   * Says something that is wrong, as if it had been refused.
   * @param {string | null} message
   * @param {string} [proposal] a name to take instead
   */
  say(message, proposal = '') {
    this.#refusal.hidden = message === null;
    this.#refusal.replaceChildren(message ?? '');
    if (proposal === '') return;
    const take = () => {
      this.#name.value = proposal;
      this.#submit();
    };
    this.#refusal.append(' ', element('button', { type: 'button', class: 'quiet', on: { click: take } }, `Join as ${proposal}`));
  }

  #turn() {
    this.#isByKey = !this.#isByKey;
    this.say(null);
    this.#draw();
    this.focus();
  }

  #draw() {
    this.#nameField.hidden = this.#isByKey;
    this.#keyField.hidden = !this.#isByKey;
    this.#name.disabled = this.#isByKey;
    this.#key.disabled = !this.#isByKey;
    this.#other.textContent = this.#isByKey ? 'Join under a new name' : 'I joined already, on another device';
  }

  async #submit() {
    this.say(null);
    this.#join.disabled = true;
    try {
      const code = this.#code.value.trim();
      await join({ ...(this.#isByKey ? { key: this.#key.value.trim() } : { name: this.#name.value.trim() }), ...(code === '' ? {} : { code }) });
      await viewer.read();
      takeAlong();
      this.#onIn();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.say(error.message, this.#isByKey ? '' : error.proposal);
      if (error.status === 401) this.#code.select();
      else if (this.#isByKey) this.#key.select();
      else this.#name.select();
    } finally {
      this.#join.disabled = false;
    }
  }
}

/** One is in, whether or not the browser lets what was written be theirs. */
function takeAlong() {
  try {
    if (viewer.you) takeWorkAlong(localStorage, viewer.you.name);
  } catch {
    // Storage may be full or closed to the page: what was written stays the visitor's.
  }
}
