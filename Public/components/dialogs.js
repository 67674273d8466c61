// @ts-check
import { element } from './element.js';

let count = 0;

/**
 * Makes a modal dialog with a title and a button that closes it. Escape closes it too, and the focus returns to where it was.
 *
 *     makeDialog('Send by hand', form).showModal();
 *
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
 * Asks a question with two answers; Escape means the second.
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
