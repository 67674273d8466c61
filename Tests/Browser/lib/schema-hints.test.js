// @ts-check
import { SchemaHints } from '/lib/schema-hints.js';
import { placeAt } from '/lib/yaml-place.js';
import { equal } from './expect.js';

/** The place that | marks in a text. @param {string} text */
const place = (text) => placeAt(text.replace('|', ''), text.indexOf('|'));

const SCHEMA = {
  properties: {
    title: { type: 'string', description: 'What people call it.' },
    bom: { enum: [true, false] },
    steps: { $ref: '#/$defs/steps', description: 'What happens.' },
  },
  required: ['steps'],
  $defs: {
    steps: { type: 'array', items: { anyOf: [{ $ref: '#/$defs/event' }, { $ref: '#/$defs/loop' }] } },
    event: { anyOf: [{ required: ['event'] }, { required: ['after'] }], properties: { event: { type: 'string' }, after: { type: 'string', pattern: '^[0-9]+(us|ms|s|m|h)$', description: 'How long to wait.', $comment: 'Default: 0s' } } },
    loop: { properties: { repeat: { anyOf: [{ type: 'integer' }, { const: 'forever' }] }, steps: { $ref: '#/$defs/steps' } }, required: ['repeat'] },
  },
};
const hints = new SchemaHints(SCHEMA);
/** @param {string} text */
const offered = (text) => {
  const found = place(text);
  return found === null ? null : hints.complete(found).map(({ label }) => label);
};

export const tests = {
  'a place has a path, whatever the list is indented by'() {
    equal(place('steps:\n  - ev|'), { path: ['steps', '-'], keys: [], kind: 'key', key: '', from: 11 });
    equal(place('steps:\n- ev|')?.path, ['steps', '-']);
    equal(place('steps:\n  - repeat: 2\n    steps:\n      - event: a\n        |')?.path, ['steps', '-', 'steps', '-']);
    equal(place('steps:\n  - repeat: 2\n    |')?.path, ['steps', '-']);
    equal(place('steps:\n  - data: x\n|')?.path, []);
  },
  'the keys that a mapping has are known, those below, too'() {
    equal(place('a: 1\n|\nb: 2\n')?.keys, ['a', 'b']);
    equal(place('steps:\n  - event: x\n    |\n    id: 1\n  - data: y\n')?.keys, ['event', 'id']);
  },
  'the value of a key is told from a key'() {
    equal(place('bom: tr|'), { path: [], keys: [], kind: 'value', key: 'bom', from: 5 });
    equal(place('steps:\n  - after: |'), { path: ['steps', '-'], keys: [], kind: 'value', key: 'after', from: 18 });
  },
  'mappings in braces are read, too'() {
    equal(place('steps:\n  - { event: a, af|'), { path: ['steps', '-'], keys: ['event'], kind: 'key', key: '', from: 23 });
    equal(place('steps:\n  - { after: 1|')?.kind, 'value');
    equal(place('steps:\n  - data: "${n|')?.kind, 'value');
  },
  'comments and text blocks are left alone'() {
    equal(place('# ti|'), null);
    equal(place('a: |\n'.replace('|', '>') + '  te|'), null);
  },
  'the schema says which keys could come'() {
    equal(offered('|'), ['title', 'bom', 'steps']);
    equal(offered('title: x\n|'), ['bom', 'steps']);
    equal(offered('steps:\n  - |'), ['event', 'after', 'repeat', 'steps']);
    equal(offered('steps:\n  - repeat: 2\n    |'), ['steps']);
    equal(offered('steps:\n  - { event: a, |'), ['after']);
    equal(offered('steps:\n  - repeat: 2\n    steps:\n      - |'), ['event', 'after', 'repeat', 'steps']);
  },
  'the schema says which values could come'() {
    equal(offered('bom: |'), ['true', 'false']);
    equal(offered('steps:\n  - repeat: |'), ['forever']);
    equal(offered('steps:\n  - after: |')?.includes('500ms'), true);
  },
  'a key is explained'() {
    equal(hints.explain({ path: ['steps', '-'], keys: [], kind: 'value', key: 'after', from: 0 }), 'How long to wait.\nDefault: 0s');
    equal(hints.explain({ path: [], keys: [], kind: 'value', key: 'nonsense', from: 0 }), null);
  },
};
