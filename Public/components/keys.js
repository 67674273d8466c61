// @ts-check
import { makeDialog } from './dialogs.js';
import { element, entryOf } from './element.js';

/** @type {[string, string][]} */
const KEYS = [
  ['Ctrl+Enter', 'runs the text'],
  ['Ctrl+S', 'saves the text'],
  ['Space', 'pauses the view; the stream continues'],
  ['j, k', 'goes to the next event, or to the previous one'],
  ['/', 'searches the events; Enter goes to the next match'],
  ['Escape', 'clears the choice of an event'],
  ['Ctrl+wheel', 'zooms the timeline'],
  ['Ctrl+Space', 'in the text: suggests completions'],
  ['?', 'shows this'],
];

/**
 * Adds the keyboard shortcuts of the playground. Single characters are not shortcuts while the focus is in a text field.
 *
 *     addKeys(run, write);   // once, in the page's index.js
 *
 * @param {import('./run-side.js').RunSide} run
 * @param {import('./write-side.js').WriteSide} write
 */
export function addKeys(run, write) {
  const list = element('dl', { class: 'keys' }, ...KEYS.map(([key, what]) => entryOf(element('kbd', {}, key), what)));
  const dialog = makeDialog('Keys', list);
  const open = element('button', { type: 'button', class: 'quiet keys-button', 'aria-keyshortcuts': '?', title: '?', on: { click: () => dialog.showModal() } }, 'Keys');
  document.querySelector('header.site')?.append(open);
  document.body.append(dialog);
  /** @type {Record<string, () => void>} */
  const plain = {
    ' ': () => run.output.togglePause(),
    j: () => run.output.step(1),
    k: () => run.output.step(-1),
    '/': () => run.output.focusSearch(),
    '?': () => dialog.showModal(),
  };
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key === 'Enter') run.start();
    else if (isCommand && event.key === 's') write.save();
    else if (isCommand || event.altKey || !(event.key in plain) || isTaken(event)) return;
    else plain[event.key]();
    event.preventDefault();
  });
}

/**
 * Whether the focused control uses the key itself.
 * @param {KeyboardEvent} event
 */
function isTaken(event) {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('input:not([type=checkbox], [type=range]), textarea, select')) return true;
  return event.key === ' ' && target.matches('button, a, summary, input');
}
