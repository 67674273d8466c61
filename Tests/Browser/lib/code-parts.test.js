// @ts-check
import { codePart } from '/lib/code-parts.js';
import { equal } from './expect.js';

const PROGRAM = 'common();\n\n//# gap resume\nfirst();\n\n//# gzip\nsecond();\n';

export const tests = {
  'a part stands below what all need'() {
    equal(codePart(PROGRAM, 'resume'), 'common();\n\nfirst();\n');
    equal(codePart(PROGRAM.replaceAll('//#', '# #'), 'gzip'), 'common();\n\nsecond();\n');
  },
  'who has no part gets none'() {
    equal(codePart(PROGRAM, 'zip'), null);
    equal(codePart('', 'gap'), null);
  },
};
