import { Latest } from '/lib/latest.js';
import { equal } from './expect.js';

export const tests = {
  'only the last one that began is the latest'() {
    const undertakings = new Latest();
    const first = undertakings.begin();
    equal(first(), true);
    const second = undertakings.begin();
    equal([first(), second()], [false, true]);
  },
};
