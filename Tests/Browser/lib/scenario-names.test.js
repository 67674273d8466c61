// @ts-check
import { nameInPath, namePattern, ownerOf, plainName, shownName } from '/lib/scenario-names.js';
import { equal } from './expect.js';

export const tests = {
  'a name says whose it is'() {
    equal(ownerOf('ann/my-stream'), 'ann');
    equal(ownerOf('my-stream'), null);
    equal(plainName('ann/my-stream'), 'my-stream');
    equal(plainName('my-stream'), 'my-stream');
  },
  'what is somebody’s has an @ where people read it and in addresses'() {
    equal(shownName('ann/my-stream'), '@ann/my-stream');
    equal(shownName('my-stream'), 'my-stream');
    equal(nameInPath('ann/my-stream'), '@ann/my-stream');
    equal(nameInPath('my-stream'), 'my-stream');
    equal(nameInPath('a b/c?d'), '@a%20b/c%3Fd');
  },
  'a field for a name takes what the server takes'() {
    const pattern = new RegExp(`^(?:${namePattern(4)})$`, 'v');
    equal(['a', '0-a-', 'abcd'].every((name) => pattern.test(name)), true);
    equal(['', '-a', 'A', 'a b', 'abcde'].some((name) => pattern.test(name)), false);
  },
};
