// @ts-check
import { shownName } from '../lib/scenario-names.js';
import { copyButton } from './copyable.js';
import { element } from './element.js';

/**
 * The commands for the document.
 * @typedef {'list' | 'new' | 'save' | 'saveAs' | 'versions' | 'share' | 'export' | 'remove'} Command
 */

/** @type {[Command, string][]} */
const COMMANDS = [
  ['list', 'Scenarios'],
  ['new', 'New'],
  ['save', 'Save'],
  ['saveAs', 'Save as…'],
  ['versions', 'Versions'],
  ['share', 'Share link'],
  ['export', 'Export'],
  ['remove', 'Delete'],
];

/**
 * Shows the document's name and whether it is saved, and offers commands for it.
 *
 *     const bar = new DocumentBar((command) => commands[command]());
 *     bar.show({ name: 'counter', origin: 'file', mayOverwrite: false, isChanged: false });
 *     bar.say('Saved.');
 */
export class DocumentBar {
  root;
  #name = element('h2', { class: 'document-name' });
  #state = element('span', { class: 'document-state' });
  /** @type {Map<Command, HTMLButtonElement>} */
  #buttons = new Map();
  #message = element('p', { class: 'document-message', role: 'status', hidden: true });

  /** @param {(command: Command) => void} onCommand */
  constructor(onCommand) {
    for (const [command, label] of COMMANDS) {
      this.#buttons.set(command, element('button', { type: 'button', class: 'quiet', on: { click: () => onCommand(command) } }, label));
    }
    this.root = element(
      'div',
      { class: 'document-bar' },
      element('div', { class: 'document-title' }, this.#name, this.#state),
      element('div', { class: 'toolbar', role: 'group', 'aria-label': 'The text' }, ...this.#buttons.values()),
      this.#message,
    );
  }

  /** @param {{ name: string, origin: 'file' | 'saved' | null, mayOverwrite: boolean, isChanged: boolean }} document */
  show({ name, origin, mayOverwrite, isChanged }) {
    this.#name.textContent = shownName(name) || 'Untitled';
    this.#state.textContent = isChanged ? 'not saved' : origin === 'file' ? 'a file: save makes a copy' : origin === null ? '' : mayOverwrite ? 'saved' : 'the presenter’s: save makes a copy';
    this.#state.dataset.changed = `${isChanged}`;
    for (const command of /** @type {Command[]} */ (['versions', 'remove'])) {
      const button = this.#buttons.get(command);
      if (button) button.hidden = command === 'remove' ? !mayOverwrite : origin !== 'saved';
    }
  }

  /**
   * Tells assistive technology which element the list of scenarios is, and whether it is shown.
   * @param {boolean} isShown @param {string} id
   */
  showList(isShown, id) {
    this.#buttons.get('list')?.setAttribute('aria-expanded', `${isShown}`);
    this.#buttons.get('list')?.setAttribute('aria-controls', id);
  }

  /**
   * Shows a message about what happened, and offers an action.
   * @param {string} text
   * @param {{ label: string, run: () => void }} [action]
   */
  say(text, action) {
    this.#message.hidden = text === '';
    this.#message.replaceChildren(text);
    if (action) this.#message.append(' ', element('button', { type: 'button', class: 'quiet', on: { click: action.run } }, action.label));
  }

  /**
   * Shows a link, and tries to copy it.
   * @param {string} text @param {string} link
   */
  offerLink(text, link) {
    const field = element('input', { type: 'text', class: 'share-link', 'aria-label': 'The link', readonly: true, value: link });
    const copy = copyButton('Copy the link', () => link);
    this.#message.hidden = false;
    this.#message.replaceChildren(text, element('span', { class: 'share' }, field, copy));
    field.select();
    copy.querySelector('button')?.click(); // copies it, and shows whether that worked
  }
}
