// @ts-check
import { copyButton } from './copyable.js';
import { element } from './element.js';

/**
 * Shows the text that is put together from many events.
 *
 *     const answer = new AnswerText();
 *     answer.show(record.text);   // hidden while there is no text
 */
export class AnswerText {
  root;
  #text = element('p', { class: 'answer-words' });
  #where = element('span', { class: 'answer-place' });
  #shown = '';

  constructor() {
    this.root = element(
      'section',
      { class: 'answer-text', 'aria-label': 'The combined text', hidden: true },
      element('div', { class: 'pane-header' }, element('h3', {}, 'Combined text'), this.#where, copyButton('Copy the text', () => this.#shown)),
      this.#text,
    );
  }

  /** @param {import('../lib/growing-text.js').GrowingText} growing */
  show(growing) {
    this.root.hidden = growing.text === '';
    if (growing.text === this.#shown) return;
    const isAtEnd = this.#text.scrollHeight - this.#text.scrollTop - this.#text.clientHeight < 8;
    // Append to the shown text instead of replacing it, so that a selection survives.
    if (this.#shown !== '' && growing.text.startsWith(this.#shown)) this.#text.append(growing.text.slice(this.#shown.length));
    else this.#text.textContent = growing.text;
    this.#shown = growing.text;
    this.#where.textContent = growing.isCut ? 'its first million characters' : `from ${growing.place}`;
    if (isAtEnd) this.#text.scrollTop = this.#text.scrollHeight;
  }
}
