// @ts-check
import { SideFacts } from '/lib/side-facts.js';
import { equal } from './expect.js';

/** @param {string} data */
function event(data, lastEventId = '', type = 'message') {
  return { type, data, lastEventId };
}

/** @param {SideFacts} facts */
function said(facts) {
  return Object.fromEntries(facts.list());
}

export const tests = {
  'connections, events and the first of them are counted'() {
    const facts = new SideFacts(1000);
    facts.opened(1100);
    facts.received(event('a'), 7000);
    facts.received(event('b'), 7001);
    equal(said(facts), { Connections: '1', Events: '2 events', 'First event after': '6 s' });
    equal(facts.written, 'ab');
  },
  'what another connection brings again came again; twice in one connection is no repetition'() {
    const facts = new SideFacts(0);
    facts.opened(0);
    facts.received(event('a'), 1);
    facts.received(event('a'), 2);
    facts.lost(10);
    facts.lost(11);
    facts.opened(1010);
    facts.received(event('a'), 1011);
    facts.received(event('a', '', 'other'), 1012);
    equal(said(facts)['Came again'], '1 event');
    equal(said(facts)['Was back after'], '1 s');
  },
  'ids that were passed over never came'() {
    const facts = new SideFacts(0);
    for (const id of ['4', '5', '8', 'x', '10']) facts.received(event('a', id), 0);
    equal(said(facts)['Never came'], 'id 6, 7, 9');
  },
  'ids far apart do not fill the page'() {
    const facts = new SideFacts(0);
    for (const id of ['1', '999999999']) facts.received(event('a', id), 0);
    equal(said(facts)['Never came'], 'id 2, 3, 4, 5, 6, 7, 8, 9, 10, 11');
  },
  'a reset forgets what was seen'() {
    const facts = new SideFacts(0);
    facts.opened(0);
    facts.received(event('a', '1'), 0);
    facts.reset();
    facts.opened(1);
    facts.received(event('a', '1'), 2);
    equal('Came again' in said(facts), false);
    equal(facts.written, 'a');
  },
};
