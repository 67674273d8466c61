// @ts-check
import { formatCount, formatDuration } from '../lib/format.js';
import { element } from './element.js';

/** @typedef {import('../lib/scenario-api.js').Findings} Findings */

/** The most mistakes that the server lists, and the most warnings; one more entry after them contains the number of those left out. */
const TOLD = 100;

/**
 * Shows the mistakes of a text, each as a button that goes to its position, or a summary of the events that the text would send.
 *
 *     const problems = new ProblemList((line, column) => editor.goTo(line, column));
 *     problems.show(await validate(text));
 */
export class ProblemList {
  root;
  #summary = element('p', { class: 'problem-summary', role: 'status' });
  #list = element('ul', {});
  #onGo;

  /** @param {(line: number, column: number) => void} onGo */
  constructor(onGo) {
    this.#onGo = onGo;
    this.root = element('section', { class: 'problems', 'aria-label': 'Check' }, this.#summary, this.#list);
  }

  /** @param {Findings} findings */
  show(findings) {
    const all = [...findings.mistakes, ...findings.warnings];
    this.root.dataset.state = findings.mistakes.length > 0 ? 'bad' : all.length > 0 ? 'warn' : 'good';
    this.#summary.textContent = findings.valid ? `✓ ${describe(findings)}` : `✕ ${counted(findings.mistakes, 'mistake')}`;
    this.#list.replaceChildren(
      ...all.map(({ line, column, message }) =>
        element(
          'li',
          {},
          element(
            'button',
            { type: 'button', class: 'problem', on: { click: () => this.#onGo(line, column) } },
            element('span', { class: 'place' }, `line ${line}, column ${column}`),
            element('span', {}, message),
          ),
        ),
      ),
    );
  }

  /** @param {string} message why the text could not be checked */
  showTrouble(message) {
    this.root.dataset.state = 'warn';
    this.#summary.textContent = message;
    this.#list.replaceChildren();
  }
}

/** @param {Findings} findings */
function describe({ endless, events, duration, warnings }) {
  const what = endless
    ? 'endless'
    : events === null || events === undefined
      ? 'its length shows when it plays'
      : `${formatCount(events, 'event')} in about ${formatDuration(duration ?? 0)}`;
  return warnings.length > 0 ? `plays, with ${counted(warnings, 'warning')}: ${what}` : `no mistakes: ${what}`;
}

/** @param {unknown[]} list @param {string} name */
function counted(list, name) {
  return list.length > TOLD ? `more than ${formatCount(TOLD, name)}` : formatCount(list.length, name);
}
