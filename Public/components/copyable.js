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
    // The clipboard is closed to pages that are not on localhost or HTTPS.
    return false;
  }
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
