// @ts-check
import { makeDialog } from './dialogs.js';
import { element } from './element.js';
import { ScenarioList } from './scenario-list.js';

/** Asks what to open: a scenario of the server, or a file of this computer. */
export class OpenDialog {
  root;
  #list;

  /** @param {{ onChoose: (name: string) => void, onFile: (file: File) => void }} listeners */
  constructor({ onChoose, onFile }) {
    const file = element('input', { type: 'file', id: 'import-file', accept: '.yaml,.yml,.json' });
    file.addEventListener('change', () => {
      const chosen = file.files?.[0];
      this.root.close();
      if (chosen) onFile(chosen);
      file.value = '';
    });
    this.#list = new ScenarioList((name) => {
      this.root.close();
      onChoose(name);
    });
    const label = element('label', { for: 'import-file' }, 'A file of this computer (it can be dropped on the page, too)');
    this.root = makeDialog('Open', element('div', { class: 'field import' }, label, file), this.#list.root);
  }

  /** @param {import('../lib/scenario-feed.js').Scenario[]} scenarios */
  show(scenarios) {
    this.#list.show(scenarios);
  }
}
