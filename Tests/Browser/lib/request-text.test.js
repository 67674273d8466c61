// @ts-check
import { bodyMistake, readFields } from '/lib/request-text.js';
import { equal } from './expect.js';

const mistakes = (/** @type {string} */ text) => readFields(text).mistakes.map(({ line, message }) => `${line}: ${message}`);

export const tests = {
  'fields are read one a line, of one name as one'() {
    equal(readFields(' X-Name :  Ada \n\nAccept: a/b\r\nx-name: Bob\nX-Empty:').fields, { 'X-Name': 'Ada, Bob', Accept: 'a/b', 'X-Empty': '' });
    equal(readFields('A: b: c').fields, { A: 'b: c' });
    equal(mistakes('A: b\n\nX: ü'), []);
  },
  'a line that is no field says why, and is left out'() {
    equal(mistakes('A: b\nnonsense\n: x\nÜ: x\na b: c'), [
      "2: 'nonsense' has no colon: a field is Name: value.",
      '3: There is no name before the colon: a field is Name: value.',
      "4: 'Ü' is not the name of a field: only letters, digits and hyphens.",
      "5: 'a b' is not the name of a field: only letters, digits and hyphens.",
    ]);
    equal(mistakes('cookie: a\nSec-Fetch-Mode: x\nA: →').map((text) => text.slice(0, 24)), ['1: Browsers do not let a', '2: Browsers do not let a', '3: The value of A has ch']);
    equal(readFields('nonsense\nHost: x\nA: →').fields, {});
  },
  'a name that an object has is a field like others'() {
    equal(JSON.stringify(readFields('__proto__: a\nconstructor: b').mistakes), '[]');
    equal(Object.keys(readFields('constructor: b').fields), ['constructor']);
  },
  'a body that is said to be JSON has to be that'() {
    equal(bodyMistake('{"a": 1}', 'application/json'), null);
    equal(bodyMistake('  ', 'application/json'), null);
    equal(bodyMistake('nonsense', 'text/plain'), null);
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/vnd.api+JSON']) equal(bodyMistake('{"a": x}', type)?.startsWith(`This is not JSON, though its Content-Type is ${type}: `), true);
  },
};
