// @ts-check
import { textAt } from './client-call.js';

/** Characters that are kept, of the beginning. */
const MOST = 1_000_000;

/**
 * The text that grows in the JSON of events, such as the answer of a language model, put together.
 *
 *     const text = new GrowingText('choices[0].delta.content');
 *     text.add('{"choices":[{"delta":{"content":"Hel"}}]}');
 *     text.text   // 'Hel'
 */
export class GrowingText {
  text = '';
  isCut = false;
  place;

  /** @param {string | null} place as the key `client.text` of a scenario has it; null where no text grows */
  constructor(place) {
    this.place = place;
  }

  /** @param {string} data of an event */
  add(data) {
    if (this.place === null || this.isCut) return;
    this.text += textAt(data, this.place) ?? '';
    if (this.text.length <= MOST) return;
    this.text = this.text.slice(0, MOST);
    this.isCut = true;
  }

  clear() {
    this.text = '';
    this.isCut = false;
  }
}
