// @ts-check
import { formatCount } from '../lib/format.js';
import { hand, nameOf } from '../lib/live-hand.js';
import { makeDialog } from './dialogs.js';
import { element, field, onSubmit } from './element.js';
import { attempt } from './server-notice.js';

/** @typedef {import('../lib/live-hand.js').Target} Target */

/**
 * Asks for an event, a comment or raw bytes, and injects them into streams. It stays open for the next injection.
 *
 *     sendDialog().open({ session: 'demo' });
 */
class SendDialog {
  /** @type {Target} */
  #target = {};
  #what = element('select', { id: 'send-what' }, option('event', 'An event'), option('comment', 'A comment'), option('raw', 'Raw bytes'));
  #event = element('input', { id: 'send-event', type: 'text', placeholder: 'message', autocomplete: 'off', spellcheck: 'false' });
  #id = element('input', { id: 'send-id', type: 'text', autocomplete: 'off', spellcheck: 'false' });
  #data = element('textarea', { id: 'send-data', rows: '4', spellcheck: 'false' });
  #every = element('input', { id: 'send-every', type: 'text', placeholder: 'once', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'send-note' });
  #times = element('input', { id: 'send-times', type: 'number', min: '1', max: '1000', value: '10' });
  #whose = element('p', { class: 'muted' });
  #said = element('p', { role: 'status' });
  #fields = element('div', { class: 'fields' }, field('Type', this.#event), field('Id', this.#id));
  root;

  constructor() {
    const form = element(
      'form',
      { class: 'dialog-form send-form' },
      this.#whose,
      field('What', this.#what),
      this.#fields,
      field('Text', this.#data),
      element('div', { class: 'fields' }, field('Again every', this.#every), field('Times', this.#times)),
      element('p', { class: 'muted note', id: 'send-note' }, 'Such as 2s; left empty, it is sent once. It goes between two events and leaves the scenario’s own times as they are.'),
      this.#said,
      element('button', { type: 'submit', class: 'primary' }, 'Send'),
    );
    onSubmit(form, () => this.#send());
    this.#what.addEventListener('change', () => this.#draw());
    this.root = makeDialog('Send by hand', form);
    document.body.append(this.root);
  }

  /** @param {Target} target */
  open(target) {
    this.#target = target;
    this.#whose.textContent = `Into ${nameOf(target)}.`;
    this.#said.textContent = '';
    this.#said.className = '';
    this.#draw();
    this.root.showModal();
    this.#data.focus();
  }

  #draw() {
    this.#fields.hidden = this.#what.value !== 'event';
  }

  /** @returns {import('../lib/live-hand.js').Injection} the contents of the fields */
  get #injection() {
    const text = this.#data.value;
    /** @type {import('../lib/live-hand.js').Injection} */
    const body = this.#what.value === 'comment' ? { comment: text } : this.#what.value === 'raw' ? { raw: text } : { data: text };
    if (this.#what.value === 'event') {
      if (this.#event.value !== '') body.event = this.#event.value;
      if (this.#id.value !== '') body.id = this.#id.value;
    }
    if (this.#every.value.trim() !== '') Object.assign(body, { every: this.#every.value.trim(), times: Number(this.#times.value) });
    return body;
  }

  #send() {
    const said = this.#said;
    attempt(
      async () => {
        const reached = await hand('inject', this.#target, this.#injection);
        Object.assign(said, { className: '', textContent: `Sent to ${formatCount(reached, 'stream')}.` });
        this.#data.select();
      },
      (sentence) => Object.assign(said, { className: 'trouble', textContent: sentence }),
    );
  }
}

/** @param {string} value @param {string} text */
function option(value, text) {
  return element('option', { value }, text);
}

/** @type {SendDialog | null} */
let dialog = null;

/** Returns the page's dialog, which is made by the first call. */
export function sendDialog() {
  dialog ??= new SendDialog();
  return dialog;
}
