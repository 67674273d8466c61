// @ts-check
import { sentenceOf } from '../lib/problem.js';
import { openGate } from '../lib/sessions-api.js';
import { element, onSubmit } from './element.js';
import { refused } from './server-notice.js';

/**
 * Names the gate at which the stream waits, and can open it, with a value where the scenario awaits one.
 *
 *     const prompt = new GatePrompt();
 *     prompt.session = 'my-app';
 *     prompt.show({ gate: 'go', line: 4, awaits: false });   // null hides it
 */
export class GatePrompt {
  root;
  session = '';
  /** The session, gate and line that are shown: another run may have a gate of the same name on another line. */
  #place = '';
  #text = element('span', {});
  #value = element('input', { type: 'text', 'aria-label': 'The value that it awaits', placeholder: 'JSON, or any text', autocomplete: 'off', spellcheck: 'false', size: '24' });
  #open = element('button', { type: 'submit', class: 'quiet' });
  #gate = '';

  constructor() {
    const form = element('form', { class: 'gate-form' }, this.#value, this.#open);
    onSubmit(form, () => this.#send());
    this.root = element('div', { class: 'gate-prompt', role: 'status', hidden: true }, this.#text, form);
  }

  async #send() {
    try {
      await openGate(this.session, this.#gate, this.#value.hidden || this.#value.value.trim() === '' ? undefined : gateValue(this.#value.value));
    } catch (error) {
      if (!refused(error, () => this.#send(), true)) this.#text.textContent = sentenceOf(error);
    }
  }

  /** @param {{ gate: string, line: number, awaits: boolean } | null} gate */
  show(gate) {
    this.root.hidden = gate === null || this.session === '';
    const place = gate === null ? '' : `${this.session} ${gate.gate} ${gate.line}`;
    if (place === this.#place) return;
    this.#place = place;
    if (gate === null) return;
    this.#gate = gate.gate;
    this.#value.hidden = !gate.awaits;
    this.#value.value = '';
    this.#open.textContent = gate.awaits ? 'Send the value' : 'Open the gate';
    const line = gate.line > 0 ? ` (line ${gate.line})` : '';
    this.#text.textContent = gate.awaits ? `The stream awaits a value at the gate ${gate.gate}${line}. ` : `The stream waits at the gate ${gate.gate}${line}. `;
  }
}

/**
 * Returns typed text as JSON: unchanged if it is JSON, otherwise as a string.
 * @param {string} typed
 */
function gateValue(typed) {
  try {
    JSON.parse(typed);
    return typed;
  } catch {
    return JSON.stringify(typed);
  }
}
