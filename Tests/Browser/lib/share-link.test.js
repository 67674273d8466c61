// @ts-check
import { sharedText, shareLink } from '/lib/share-link.js';
import { UnsavedWork } from '/lib/unsaved-work.js';
import { equal } from './expect.js';

function memory() {
  /** @type {Map<string, string>} */
  const values = new Map();
  return {
    getItem: (/** @type {string} */ key) => values.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void values.set(key, value),
    removeItem: (/** @type {string} */ key) => void values.delete(key),
  };
}

export const tests = {
  async 'a link carries any text in its fragment'() {
    for (const text of ['', 'title: Hello\n', 'ü€😀 "<>&#=+/\n'.repeat(500)]) {
      const link = new URL(await shareLink('http://127.0.0.1:8000/', text));
      equal([link.search, /^#text=[\w-]*$/.test(link.hash)], ['', true]);
      equal(await sharedText(link.hash), text);
    }
  },
  async 'a damaged link has no text'() {
    equal(await Promise.all(['', '#name=x', '#text=%', '#text=abc', '#text=!!!'].map(sharedText)), [null, null, null, null, null]);
  },
  async 'a link that unpacks to more than a scenario may have is refused'() {
    const link = new URL(await shareLink('http://127.0.0.1:8000/', 'x'.repeat(300_000)));
    equal(await sharedText(link.hash), null);
  },
  'unsaved texts are kept by name, and the latest is known'() {
    const work = new UnsavedWork(memory());
    work.keep('', 'one');
    work.keep('b', 'two');
    equal([work.textOf(''), work.textOf('b'), work.latestName()], ['one', 'two', 'b']);
    work.forget('b');
    equal([work.textOf(''), work.textOf('b'), work.latestName()], ['one', null, null]);
  },
};
