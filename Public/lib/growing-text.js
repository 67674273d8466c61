// @ts-check
import { textAt } from './client-call.js';

/** The most characters that are kept, from the beginning. */
const MOST = 1_000_000;

/**
 * The text that is put together from the JSON of events, such as the answer of a language model.
 *
 *     const text = new GrowingText('choices[0].delta.content');
 *     text.add('{"choices":[{"delta":{"content":"Hel"}}]}');
 *     text.text   // 'Hel'
 */
export class GrowingText {
  text = '';
  isCut = false;
  place;

  /** @param {string | null} place as in the key `client.text` of a scenario; null where there is no such text */
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
