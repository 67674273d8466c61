// @ts-check
import { takeWorkAlong, UnsavedWork } from '/lib/unsaved-work.js';
import { equal } from './expect.js';

/** As much of a Storage as is used; keys are properties, as there. */
function storage() {
  const kept = /** @type {any} */ ({});
  for (const [name, value] of Object.entries({
    getItem: (/** @type {string} */ key) => kept[key] ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => void (kept[key] = text),
    removeItem: (/** @type {string} */ key) => void delete kept[key],
  })) {
    Object.defineProperty(kept, name, { value, enumerable: false });
  }
  return kept;
}

export const tests = {
  'a text is kept by its name, and the last one is known'() {
    const work = new UnsavedWork(storage());
    work.keep('', 'one');
    work.keep('counter', 'two');
    equal([work.textOf(''), work.textOf('counter'), work.latestName()], ['one', 'two', 'counter']);
    work.forget('counter');
    equal([work.textOf(''), work.textOf('counter'), work.latestName()], ['one', null, null]);
  },
  'others at the same browser find nothing of somebody’s'() {
    let who = 'ann';
    const work = new UnsavedWork(storage(), () => who);
    work.keep('', 'of Ann');
    for (who of ['bob', '']) equal([work.textOf(''), work.latestName()], [null, null]);
    who = 'ann';
    equal([work.textOf(''), work.latestName()], ['of Ann', '']);
  },
  'what somebody wrote before they joined is theirs, and nobody else’s'() {
    const browser = storage();
    let who = '';
    const work = new UnsavedWork(browser, () => who);
    work.keep('counter', 'changed');
    takeWorkAlong(browser, 'ann');
    equal([work.textOf('counter'), work.latestName()], [null, null]);
    who = 'ann';
    equal([work.textOf('counter'), work.latestName()], ['changed', 'counter']);
  },
  'what they kept before is not written over by what they bring along'() {
    const browser = storage();
    let who = 'ann';
    const work = new UnsavedWork(browser, () => who);
    work.keep('', 'of Ann');
    who = '';
    work.keep('counter', 'changed');
    work.keep('', 'of a visitor');
    takeWorkAlong(browser, 'ann');
    equal([work.textOf(''), work.textOf('counter'), work.latestName()], ['of a visitor', null, '']);
    who = 'ann';
    equal([work.textOf(''), work.textOf('counter'), work.latestName()], ['of Ann', 'changed', '']);
  },
};
