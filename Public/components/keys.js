// @ts-check
import { makeDialog } from './dialogs.js';
import { element } from './element.js';

/** @type {[string, string][]} */
const KEYS = [
  ['Ctrl+Enter', 'runs the text'],
  ['Ctrl+S', 'saves the text'],
  ['Space', 'pauses the view; the stream goes on'],
  ['j, k', 'goes to the next event, the one before'],
  ['/', 'searches the events; Enter goes to the next one found'],
  ['Escape', 'lets go of the chosen event'],
  ['Ctrl+wheel', 'zooms the timeline'],
  ['Ctrl+Space', 'in the text: what could stand here'],
  ['?', 'shows this'],
];

/**
 * The keys of the playground. Those of one letter are left alone where something is written.
 *
 *     addKeys(run, write);   // once, in the page's index.js
 *
 * @param {import('./run-side.js').RunSide} run
 * @param {import('./write-side.js').WriteSide} write
 */
export function addKeys(run, write) {
  const list = element('dl', { class: 'keys' }, ...KEYS.map(([key, what]) => element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, what))));
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
 * Whether the key means something where it was pressed.
 * @param {KeyboardEvent} event
 */
function isTaken(event) {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('input:not([type=checkbox], [type=range]), textarea, select')) return true;
  return event.key === ' ' && target.matches('button, a, summary, input');
}
