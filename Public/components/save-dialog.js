// @ts-check
import { namePattern, shownName } from '../lib/scenario-names.js';
import { urlOf } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { makeDialog } from './dialogs.js';
import { element, field, onSubmit, showSentence } from './element.js';
import { attempt } from './server-notice.js';

/**
 * Asks for a name to save under. Where `save` throws, the dialog shows the error's message.
 *
 *     const dialog = new SaveDialog((name) => scenario.saveAs(name, text));
 *     document.body.append(dialog.root);
 *     dialog.open('my-stream');
 */
export class SaveDialog {
  #name = element('input', { id: 'save-name', type: 'text', required: true, pattern: namePattern(64), autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'save-note' });
  #refusal = element('p', { class: 'trouble', role: 'alert', hidden: true });
  #where = element('code', {});
  #save;
  root;

  /** @param {(name: string) => Promise<void>} save */
  constructor(save) {
    this.#save = save;
    const form = element(
      'form',
      { class: 'dialog-form' },
      field('Name', this.#name),
      element('p', { class: 'muted note', id: 'save-note' }, 'Lower-case letters, digits and hyphens. It will play at ', this.#where, '.'),
      this.#refusal,
      element('button', { type: 'submit', class: 'primary' }, 'Save'),
    );
    onSubmit(form, () => this.#submit());
    this.#name.addEventListener('input', () => this.#draw());
    viewer.onChange(() => this.#draw());
    this.root = makeDialog('Save as', form);
  }

  #submit() {
    attempt(
      async () => {
        this.#refusal.hidden = true;
        await this.#save(this.#fullName);
        this.root.close();
      },
      (sentence) => showSentence(this.#refusal, sentence),
    );
  }

  /** Participants of a room save under their own name. */
  get #fullName() {
    const name = this.#name.value.trim();
    return viewer.isParticipant && viewer.you ? `${viewer.you.name}/${name}` : name;
  }

  #draw() {
    this.#where.textContent = urlOf(`/play/${shownName(this.#fullName)}`);
  }

  /** @param {string} suggestion */
  open(suggestion) {
    this.#name.value = suggestion;
    this.#draw();
    this.#refusal.hidden = true;
    this.root.showModal();
    this.#name.select();
  }
}
