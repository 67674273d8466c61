// @ts-check
import { element } from './element.js';

/**
 * Makes a button that copies text and confirms it.
 *
 *     parent.append(copyButton('Copy the link', () => link));
 *
 * @param {string} label its name for screen readers, such as "Copy the curl command"
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
    return copySelected(text); // browsers offer the clipboard only to pages on localhost and over HTTPS
  }
}

/**
 * Copies the way Ctrl+C does: selects a temporary field and copies the selection. The focus returns to where it was.
 * @param {string} text
 */
function copySelected(text) {
  const focused = document.activeElement;
  // While a modal dialog is open, nothing outside of it can be selected.
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
 * Makes a command on one line, with a button that copies it.
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
