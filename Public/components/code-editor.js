// @ts-check
import { mountCodeMirror } from './code-mirror.js';
import { element } from './element.js';

/** @typedef {import('../lib/scenario-feed.js').Mistake} Mistake */
/**
 * The operations that both kinds of text fields offer.
 * @typedef {object} EditorSurface
 * @property {() => string} text
 * @property {(text: string) => void} setText
 * @property {(mistakes: Mistake[]) => void} showMistakes
 * @property {(line: number | null) => void} showLine
 * @property {(line: number, column: number) => void} goTo
 * @property {() => void} focus
 */

const LABEL = 'The scenario, as YAML';

/**
 * The editor of a scenario: CodeMirror, or a plain text field where Public/vendor does not have CodeMirror.
 *
 *     const code = new CodeEditor({ onChange, onRun, onSave, onLine });
 *     parent.append(code.root);
 *     code.ready.then(() => code.setText('title: x'));
 */
export class CodeEditor {
  root = element('div', { class: 'code-editor' });
  /** @type {Promise<void>} Settles when `setText` can be called. */
  ready;
  /** @type {EditorSurface} */
  #surface;
  #onChange;
  #isSetting = false;
  /** @type {HTMLElement[]} */
  #parts = [];

  /** @param {{ onChange: () => void, onRun: () => void, onSave: () => void, onLine: (line: number) => void }} listeners */
  constructor({ onChange, onRun, onSave, onLine }) {
    this.#onChange = onChange;
    const changed = () => this.#isSetting || this.#onChange();
    const host = element('div', { class: 'code-host' });
    const area = textArea(changed, onLine);
    this.#surface = area.surface;
    this.ready = mountCodeMirror(host, { label: LABEL, text: '', onChange: changed, onRun, onSave, onLine })
      .then((surface) => {
        this.#surface = surface;
        this.#parts = [host];
      })
      .catch(() => {
        this.#parts = [
          element('p', { class: 'trouble', role: 'status' }, 'CodeMirror is missing: Public/vendor has no codemirror folder. Run "make setup" to get it. Until then this is a plain text field.'),
          area.root,
        ];
      });
  }

  get text() {
    return this.#surface.text();
  }

  /**
   * Replaces the text without calling `onChange`. The editor appears with the first text, so that nothing typed earlier can be lost.
   * @param {string} text
   */
  setText(text) {
    if (this.root.childElementCount === 0) this.root.replaceChildren(...this.#parts);
    this.#isSetting = true;
    this.#surface.setText(text);
    this.#isSetting = false;
  }

  /** @param {Mistake[]} mistakes */
  showMistakes(mistakes) {
    this.#surface.showMistakes(mistakes);
  }

  /**
   * Highlights the line that sent the chosen entry.
   * @param {number | null} line from 1
   */
  showLine(line) {
    this.#surface.showLine(line);
  }

  /** @param {number} line @param {number} column both from 1 */
  goTo(line, column) {
    this.#surface.goTo(line, column);
  }

  focus() {
    this.#surface.focus();
  }
}

/** @param {() => void} onChange @param {(line: number) => void} onLine */
function textArea(onChange, onLine) {
  const root = element('textarea', { class: 'code-area', 'aria-label': LABEL, spellcheck: 'false', autocomplete: 'off', wrap: 'off', on: { input: onChange } });
  root.addEventListener('click', () => onLine(root.value.slice(0, root.selectionStart).split('\n').length));
  /** @type {EditorSurface} */
  const surface = {
    text: () => root.value,
    setText(text) {
      root.value = text;
    },
    showMistakes() {},
    showLine() {}, // a plain field cannot mark a line; the detail of the event names it
    goTo(line, column) {
      const before = root.value.split('\n').slice(0, line - 1);
      const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
      root.focus();
      root.setSelectionRange(at, at);
    },
    focus: () => root.focus(),
  };
  return { root, surface };
}
