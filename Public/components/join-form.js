// @ts-check
import { join } from '../lib/access-api.js';
import { Refusal } from '../lib/problem.js';
import { namePattern } from '../lib/scenario-names.js';
import { takeWorkAlong } from '../lib/unsaved-work.js';
import { viewer } from '../lib/viewer.js';
import { element, field, onSubmit } from './element.js';

let count = 0;

/**
 * Joins the room under a name, or as a participant who has joined on another device. It shows why joining failed.
 *
 *     const form = new JoinForm(() => location.assign(next));   // called after joining
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
    this.#name = input('join-name', { pattern: namePattern(32), maxlength: '32', 'aria-describedby': `join-note-${count}` });
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
      element('p', { class: 'muted note' }, 'To see it, click your name at the top of the page on the device where you joined.'),
    );
    this.root = element('form', { class: 'dialog-form join-form' }, this.#nameField, this.#keyField, this.#codeField, this.#refusal, element('div', { class: 'toolbar' }, this.#join, this.#other));
    onSubmit(this.root, () => this.#submit());
    this.#name.addEventListener('input', () => {
      // Phones begin with a capital letter, and people's names have spaces.
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
   * Shows why joining failed.
   * @param {string | null} message
   * @param {string} [proposal] a free name to offer
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

/** Moves the visitor's unsaved texts to the participant. Joining succeeds even if the storage does not allow that. */
function takeAlong() {
  try {
    if (viewer.you) takeWorkAlong(localStorage, viewer.you.name);
  } catch {
    // The storage may be full or not allowed: the texts stay the visitor's.
  }
}
