// @ts-check
import { element } from './element.js';

/**
 * A button that copies text, and says so.
 *
 *     parent.append(copyButton('Copy the link', () => link));
 *
 * @param {string} label what a screen reader calls it, such as "Copy the curl command"
 * @param {() => string} text
 */
export function copyButton(label, text) {
  const button = element('button', { type: 'button', class: 'quiet copy', 'aria-label': label }, 'Copy');
  const said = element('span', { class: 'visually-hidden', role: 'status' });
  let timer = 0;
  button.addEventListener('click', async () => {
    const done = await copy(text());
    button.textContent = done ? 'Copied' : 'Select and copy';
    said.textContent = done ? 'Copied' : 'Copying is not allowed here: select the text and copy it';
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      button.textContent = 'Copy';
      said.textContent = '';
    }, 1500);
  });
  return element('span', { class: 'copy-holder' }, button, said);
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text); // browsers give the clipboard to pages on localhost and HTTPS only
  }
}

/**
 * Copies as a key press does: a field is selected and its text taken. The focus goes back to where it was.
 * @param {string} text
 */
function copySelected(text) {
  const focused = document.activeElement;
  // Within a modal dialog nothing outside of it can be selected.
  const holder = focused?.closest('dialog') ?? document.body;
  const field = element('textarea', { class: 'visually-hidden', readonly: true, 'aria-hidden': 'true', tabindex: '-1' });
  field.value = text;
  holder.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}

/**
 * A command on one line with its button.
 * @param {string} label
 */
export function commandLine(label) {
  const code = element('code', { tabindex: '0' });
  const root = element('div', { class: 'command' }, code, copyButton(`Copy ${label}`, () => code.textContent ?? ''));
  return {
    root,
    /** @param {string} text */
    show(text) {
      code.textContent = text;
    },
  };
}
