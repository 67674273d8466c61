// @ts-check
import { CODE_SAMPLES } from '../lib/code-samples.js';
import { copyButton } from './copyable.js';
import { makeDialog } from './dialogs.js';
import { element } from './element.js';

/**
 * Shows the run as a program in a chosen language, to copy.
 *
 *     const samples = new CodeSamples();
 *     document.body.append(samples.root);
 *     samples.open({ url, method: 'GET', headers: {}, body: '', types: ['tick'], closeAfter: ['complete'] });
 */
export class CodeSamples {
  root;
  #language = element('div', { class: 'toolbar', role: 'group', 'aria-label': 'Language' });
  #note = element('p', { class: 'muted note' });
  #code = element('code');
  /** @type {import('../lib/code-samples.js').SampleRequest | null} */
  #request = null;
  #chosen = CODE_SAMPLES[0];

  constructor() {
    this.#language.append(
      ...CODE_SAMPLES.map((sample) => element('button', { type: 'button', class: 'quiet', 'data-sample': sample.id, on: { click: () => this.#choose(sample) } }, sample.label)),
    );
    this.root = makeDialog(
      'Copy as',
      this.#language,
      this.#note,
      element('div', { class: 'sample' }, element('pre', { tabindex: '0', 'aria-label': 'The program' }, this.#code), copyButton('Copy the program', () => this.#code.textContent ?? '')),
    );
    this.root.classList.add('wide');
  }

  /** @param {import('../lib/code-samples.js').SampleRequest} request */
  open(request) {
    this.#request = request;
    this.#choose(this.#chosen);
    this.root.showModal();
  }

  /** @param {import('../lib/code-samples.js').CodeSample} sample */
  #choose(sample) {
    this.#chosen = sample;
    for (const button of this.#language.querySelectorAll('button')) button.setAttribute('aria-pressed', `${button.dataset.sample === sample.id}`);
    this.#note.textContent = sample.note;
    if (this.#request) this.#code.textContent = sample.text(this.#request);
  }
}
