// @ts-check
import { element } from './element.js';

/**
 * Shows the mistakes in a field's text below the field, and marks the field as invalid.
 *
 *     const mistake = new FieldMistake(area);
 *     field('Body', area).append(mistake.root);
 *     mistake.show(['This is not JSON.']);   // an empty list removes the message
 */
export class FieldMistake {
  root;
  #control;

  /** @param {HTMLElement} control has to have an id */
  constructor(control) {
    this.#control = control;
    this.root = element('p', { class: 'field-mistake', id: `${control.id}-mistake`, role: 'status' });
    control.setAttribute('aria-describedby', this.root.id);
  }

  /** @param {string[]} messages */
  show(messages) {
    const text = messages.join('\n');
    if (text === this.root.textContent) return;
    this.root.textContent = text;
    this.#control.setAttribute('aria-invalid', `${text !== ''}`);
  }
}
