// @ts-check
import { lineDiff, linesOfDiff } from '/lib/line-diff.js';
import { whatItDoes } from '/lib/scenario-text.js';
import { equal } from './expect.js';

const SIGNS = { same: ' ', added: '+', removed: '-' };

/** @param {string} before @param {string} after */
function diff(before, after) {
  return lineDiff(before, after).map(({ kind, text }) => SIGNS[kind] + text);
}

export const tests = {
  'what is the same stays, what changes goes before what comes'() {
    equal(diff('a\nb\nc\n', 'a\nx\nc\n'), [' a', '-b', '+x', ' c']);
  },
  'no more changes than needed'() {
    equal(diff('a\nb\nc\nd\n', 'b\nc\nd\ne\n'), ['-a', ' b', ' c', ' d', '+e']);
  },
  'empty texts'() {
    equal(diff('', ''), []);
    equal(diff('', 'a\n'), ['+a']);
    equal(diff('a', ''), ['-a']);
  },
  'a unified diff is read, its names left out'() {
    equal(linesOfDiff('--- one\n+++ two\n@@ -1,2 +1,2 @@\n-title: a\n+title: b\n--- x\n same\n'), [
      { kind: 'place', text: '@@ -1,2 +1,2 @@' },
      { kind: 'removed', text: 'title: a' },
      { kind: 'added', text: 'title: b' },
      { kind: 'removed', text: '-- x' },
      { kind: 'same', text: 'same' },
    ]);
    equal(linesOfDiff(''), []);
  },
  'the parts that a scenario says of itself are left out, however they are written'() {
    equal(whatItDoes('# about\ntitle: One\ndescription: >-\n  Two\n  lines: here\n\ntags: [a]\nretry: 1s\nsteps:\n  - data: x\n'), 'retry: 1s\nsteps:\n  - data: x\n');
    equal(whatItDoes('title: One\nsteps:\n  # a comment\n  - data: |\n      title: no title\n'), 'steps:\n  # a comment\n  - data: |\n      title: no title\n');
    equal(whatItDoes('steps:\n  - data: x\ntags: [a]\n'), 'steps:\n  - data: x\n');
  },
};
