// @ts-check
import { oneByOne } from '/lib/one-by-one.js';
import { planMarks } from '/lib/plan-marks.js';
import { equal } from './expect.js';

export const tests = {
  'a plan becomes marks at its times, up to its first end'() {
    const { marks, breaks } = planMarks([
      { time: 0, action: 'head', line: 0, status: 200 },
      { time: 0, action: 'write', line: 1, text: ':\nretry: 5\n' },
      { time: 1, action: 'write', line: 2, text: 'event: a\ndata: 1\n' },
      { time: 2, action: 'write', line: 2, text: '\ndata: 2\n\n' },
      { time: 3, action: 'end', line: 3, how: 'reset' },
      { time: 4, action: 'write', line: 4, text: 'data: never\n\n' },
    ]);
    equal(marks.map(({ at, row }) => [at, row]), [[0, 'comments, retry'], [0, 'comments, retry'], [2000, 'a'], [2000, 'message']]);
    equal(breaks, [{ at: 3000, label: 'the connection is reset' }]);
  },
  'what is unfinished at the end is marked as nothing'() {
    const { marks } = planMarks([{ time: 0, action: 'write', line: 1, text: 'data: 1\n' }, { time: 1, action: 'end', line: 2, how: 'complete' }]);
    equal(marks, [{ at: 1000, row: 'comments, retry', number: 0 }]);
  },
  async 'tasks run in their order, so many at a time, whatever becomes of one'() {
    /** @type {string[]} */
    const told = [];
    const schedule = oneByOne(1);
    await new Promise((resolve) => {
      schedule(async () => void told.push('one'));
      schedule(async () => {
        told.push('two');
        throw new Error('no');
      });
      schedule(async () => resolve(told.push('three')));
    });
    equal(told, ['one', 'two', 'three']);
  },
};
