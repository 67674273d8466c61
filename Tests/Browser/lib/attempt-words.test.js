// @ts-check
import { connectionsText } from '/lib/attempt-words.js';
import { equal } from './expect.js';

export const tests = {
  'what each connection gets is one line'() {
    equal(
      connectionsText([
        { first: 1, last: 2, line: 3, plays: 'answer', status: 503 },
        { first: 3, last: 3, line: 4, plays: 'own-steps', status: 200 },
        { first: 4, last: 4, line: 5, plays: 'reset', status: null },
        { first: 5, last: 5, line: 6, plays: 'status-decides', status: null },
        { first: 6, last: null, line: 0, plays: 'steps', status: 200 },
      ]),
      'connections 1 to 2: answer 503, 3: steps of its own, 4: reset, 5: as its status says, from 6: the steps',
    );
  },
  'where all get the same there is nothing to say'() {
    equal(connectionsText([{ first: 1, last: null, line: 0, plays: 'steps', status: 200 }]), '');
  },
};
