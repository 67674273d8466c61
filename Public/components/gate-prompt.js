// @ts-check
import { openGate } from '../lib/sessions-api.js';
import { element } from './element.js';
import { refused } from './server-notice.js';

/**
 * Says at which gate the stream waits, and opens it.
 *
 *     const prompt = new GatePrompt();
 *     prompt.session = 'my-app';
 *     prompt.show({ gate: 'go', line: 4 });   // null hides it
 */
export class GatePrompt {
  root;
  session = '';
  /** What the prompt says of where: another run may have a gate of that name elsewhere. */
  #place = '';
  #text = element('span', {});
  #gate = '';

  constructor() {
    const open = element('button', { type: 'button', class: 'quiet', on: { click: () => this.#open() } }, 'Open the gate');
    this.root = element('p', { class: 'gate-prompt', role: 'status', hidden: true }, this.#text, open);
  }

  async #open() {
    try {
      await openGate(this.session, this.#gate);
    } catch (error) {
      if (!refused(error, () => this.#open(), true)) this.#text.textContent = error instanceof Error ? error.message : `${error}`;
    }
  }

  /** @param {{ gate: string, line: number } | null} gate */
  show(gate) {
    this.root.hidden = gate === null || this.session === '';
    const place = gate === null ? '' : `${this.session} ${gate.gate} ${gate.line}`;
    if (place === this.#place) return;
    this.#place = place;
    if (gate === null) return;
    this.#gate = gate.gate;
    this.#text.textContent = `The stream waits at the gate ${gate.gate}${gate.line > 0 ? ` (line ${gate.line})` : ''}. `;
  }
}
