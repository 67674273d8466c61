// @ts-check
import { element } from './element.js';

let count = 0;

/**
 * A modal dialog with a title and a button that closes it; Escape closes it too, and the focus goes back.
 * @param {string} title
 * @param {...(Node | string)} children
 */
export function makeDialog(title, ...children) {
  count += 1;
  const id = `dialog-title-${count}`;
  const close = element('button', { type: 'button', class: 'quiet', on: { click: () => dialog.close() } }, 'Close');
  const dialog = element(
    'dialog',
    { class: 'dialog', 'aria-labelledby': id },
    element('header', { class: 'dialog-header' }, element('h2', { id }, title), close),
    ...children,
  );
  return dialog;
}

/**
 * Asks a question that has two answers; Escape is the second.
 *
 *     if (await confirmed('Replace the text?', 'What you wrote is not saved.', 'Replace it', 'Keep my text')) …
 *
 * @param {string} title @param {string} text @param {string} yes @param {string} no
 * @returns {Promise<boolean>}
 */
export function confirmed(title, text, yes, no) {
  return new Promise((resolve) => {
    const answer = (/** @type {string} */ label, /** @type {string} */ value) => element('button', { type: 'button', class: value === 'yes' ? 'primary' : '', on: { click: () => dialog.close(value) } }, label);
    const dialog = makeDialog(title, element('p', {}, text), element('div', { class: 'toolbar' }, answer(no, 'no'), answer(yes, 'yes')));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks for a name to save under. `save` throws where that is refused; its sentence is shown. */
export class SaveDialog {
  #name = element('input', { id: 'save-name', type: 'text', required: true, pattern: '[a-z0-9][a-z0-9\\-]{0,63}', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'save-note' });
  #refusal = element('p', { class: 'trouble', role: 'alert', hidden: true });
  #save;
  root;

  /** @param {(name: string) => Promise<void>} save */
  constructor(save) {
    this.#save = save;
    const form = element(
      'form',
      { class: 'dialog-form' },
      element('div', { class: 'field' }, element('label', { for: 'save-name' }, 'Name'), this.#name),
      element('p', { class: 'muted note', id: 'save-note' }, 'Lower-case letters, digits and hyphens. It will play at /play/ and this name.'),
      this.#refusal,
      element('button', { type: 'submit', class: 'primary' }, 'Save'),
    );
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      this.#refusal.hidden = true;
      try {
        await this.#save(this.#name.value.trim());
        this.root.close();
      } catch (error) {
        this.#refusal.textContent = error instanceof Error ? error.message : `${error}`;
        this.#refusal.hidden = false;
      }
    });
    this.root = makeDialog('Save as', form);
  }

  /** @param {string} suggestion */
  open(suggestion) {
    this.#name.value = suggestion;
    this.#refusal.hidden = true;
    this.root.showModal();
    this.#name.select();
  }
}
