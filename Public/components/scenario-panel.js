// @ts-check
import { element, showSentence } from './element.js';
import { ScenarioList } from './scenario-list.js';

const STORED = 'playground.list-hidden';
const wide = matchMedia('(min-width: 1180px)');

/**
 * The panel of scenarios next to the text. It is shown if there is room for it; otherwise, a click opens it.
 *
 *     const panel = new ScenarioPanel({ onChoose, onFiles, onToggle });
 *     panel.show(scenarios);
 */
export class ScenarioPanel {
  root;
  #list;
  #trouble = element('p', { class: 'trouble', role: 'status', hidden: true });
  #onToggle;

  /** @param {{ onChoose: (name: string) => void, onFiles: (files: File[]) => void, onToggle: (isShown: boolean) => void }} listeners */
  constructor({ onChoose, onFiles, onToggle }) {
    this.#onToggle = onToggle;
    const choose = (/** @type {() => void} */ action) => {
      if (!wide.matches) this.#show(false);
      action();
    };
    this.#list = new ScenarioList((name) => choose(() => onChoose(name)));
    const file = element('input', { type: 'file', id: 'import-file', class: 'visually-hidden', accept: '.yaml,.yml,.json,.gz,.tgz,.tar', tabindex: '-1' });
    file.addEventListener('change', () => {
      const chosen = [...(file.files ?? [])];
      file.value = '';
      if (chosen.length > 0) choose(() => onFiles(chosen));
    });
    this.root = element(
      'aside',
      { class: 'scenario-panel', id: 'scenario-panel', 'aria-labelledby': 'scenarios-title' },
      element(
        'div',
        { class: 'panel-header' },
        element('h2', { id: 'scenarios-title' }, 'Scenarios'),
        element('button', { type: 'button', class: 'quiet', title: 'A scenario, or an archive of them (.tar.gz); it can be dropped on the page, too', on: { click: () => file.click() } }, 'Open a file…'),
        element('label', { for: 'import-file', class: 'visually-hidden' }, 'A file on this computer'),
        file,
      ),
      this.#trouble,
      this.#list.root,
    );
    this.#show(wide.matches && !isStoredHidden());
    wide.addEventListener('change', () => this.#show(wide.matches && !isStoredHidden()));
  }

  get isShown() {
    return !this.root.hidden;
  }

  toggle() {
    this.#show(this.root.hidden);
    if (wide.matches) localStorage.setItem(STORED, `${this.root.hidden}`);
    if (this.isShown) this.#list.focus();
  }

  /** @param {import('../lib/scenario-feed.js').Scenario[]} scenarios */
  show(scenarios) {
    this.#list.show(scenarios);
  }

  /** @param {string} name */
  choose(name) {
    this.#list.choose(name);
  }

  /** @param {string | null} message why the list cannot be read */
  showTrouble(message) {
    showSentence(this.#trouble, message);
  }

  /** @param {boolean} isShown */
  #show(isShown) {
    this.root.hidden = !isShown;
    this.#onToggle(isShown);
  }
}

function isStoredHidden() {
  return localStorage.getItem(STORED) === 'true';
}
