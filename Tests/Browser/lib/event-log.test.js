// @ts-check
import { EventLog } from '/lib/event-log.js';
import { equal } from './expect.js';

/** @param {EventLog} log @param {number} count @param {number} [from] */
function fill(log, count, from = 0) {
  for (let index = 0; index < count; index += 1) log.add({ kind: 'event', type: 'message', data: `${from + index}` }, 1000 * index);
}

export const tests = {
  'the first event has no delta and the next one the time since'() {
    const log = new EventLog();
    log.add({ kind: 'event', type: 'message', data: 'a' }, 1000);
    log.add({ kind: 'nothing', type: 'comment', data: '' }, 1100);
    log.add({ kind: 'event', type: 'message', data: 'b' }, 1250);
    equal(log.visible().map(({ delta }) => delta), [null, null, 250]);
    equal(log.eventCount, 2);
  },
  'the oldest lines go when there are too many'() {
    const log = new EventLog(10);
    fill(log, 100);
    const numbers = log.visible().map(({ number }) => number);
    equal(numbers.at(-1), 100);
    equal(numbers.length <= 11, true);
    equal(log.eventCount, 100);
  },
  'the oldest lines go when they are too long together, and never the last one'() {
    const log = new EventLog();
    for (let index = 0; index < 40; index += 1) log.add({ kind: 'event', type: 'message', data: 'x'.repeat(1_048_576) }, index);
    const sum = () => log.visible().reduce((total, { data }) => total + data.length, 0);
    if (sum() > 19 * 1_048_576 || sum() < 14 * 1_048_576) throw new Error(`${sum()} characters are kept`);
    log.add({ kind: 'event', type: 'message', data: 'y'.repeat(20 * 1_048_576) }, 41);
    equal(log.visible().length, 1);
    equal(log.eventCount, 41);
  },
  'a paused view stays as it was and counts what is new'() {
    const log = new EventLog();
    fill(log, 2);
    log.pause();
    fill(log, 3, 2);
    equal(log.visible().length, 2);
    equal(log.newCount, 3);
    log.resume();
    equal(log.visible().length, 5);
    equal(log.newCount, 0);
  },
  'clearing empties a paused view too'() {
    const log = new EventLog();
    fill(log, 2);
    log.pause();
    log.clear();
    equal(log.visible().length, 0);
    equal(log.eventCount, 0);
  },
};
