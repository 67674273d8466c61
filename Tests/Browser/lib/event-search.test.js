// @ts-check
import { EventSearch, filterEntries } from '/lib/event-search.js';
import { equal } from './expect.js';

/** @type {any[]} */
const ENTRIES = [
  { number: 1, kind: 'event', type: 'tick', id: '1', data: 'One two' },
  { number: 2, kind: 'nothing', type: 'comment', id: '', data: 'two' },
  { number: 3, kind: 'event', type: 'tock', id: 'x2', data: 'three' },
];

export const tests = {
  'entries are shown all, as events only, or of one type'() {
    equal(['', 'events', 'type tock'].map((filter) => filterEntries(ENTRIES, filter).length), [3, 2, 1]);
  },
  'words are found in type, id and data, whatever their case'() {
    const search = new EventSearch();
    for (const [text, found] of [['TWO', [1, 2]], ['x2 tock', [3]], ['nowhere', []], ['', []]]) {
      search.setText(`${text}`);
      search.look(ENTRIES);
      equal([...search.found], found);
    }
  },
  'a list that grows is looked at from where it ended'() {
    const search = new EventSearch();
    search.setText('t');
    search.look(ENTRIES.slice(0, 1));
    search.look(ENTRIES);
    equal([...search.found], [1, 2, 3]);
  },
  'the next one is found in a circle'() {
    const search = new EventSearch();
    search.setText('two');
    search.look(ENTRIES);
    equal([search.next(null, 1), search.next(1, 1), search.next(2, 1), search.next(1, -1)], [1, 2, 1, 2]);
  },
};
