// @ts-check
import { readAddress } from '/lib/playground-address.js';
import { RateMeter } from '/lib/rate-meter.js';
import { eventTypesIn, eventTypesOf, hasEventTypesToWorkOut, isAboutReconnecting } from '/lib/scenario-hints.js';
import { SourcePlaces } from '/lib/source-places.js';
import { nameOfFile } from '/lib/scenario-document.js';
import { equal } from './expect.js';

export const tests = {
  'the fragment of the address says what to open'() {
    equal(readAddress('#name=counter&run'), { name: 'counter', run: true, watch: null, hasText: false });
    equal(readAddress('#counter'), { name: 'counter', run: false, watch: null, hasText: false });
    equal(readAddress('#text=abc'), { name: null, run: false, watch: null, hasText: true });
    equal(readAddress('#watch=my_KEY-1'), { name: null, run: false, watch: 'my_KEY-1', hasText: false });
    equal(readAddress(''), { name: null, run: false, watch: null, hasText: false });
  },
  'a scenario about reconnecting is known by its keys'() {
    equal(['retry: 1s\nsteps: []', 'attempts:\n  - fine', 'steps:\n  - end: truncate', 'steps:\n  - { data: x, retry: 1s }'].map(isAboutReconnecting), [true, true, true, true]);
    equal(['steps:\n  - data: "retry: 5"', 'title: No end: of it\nsteps: []', 'steps:\n  - end: hold'].map(isAboutReconnecting), [false, false, false]);
  },
  'event types are read from the text, as far as they are plain'() {
    equal(eventTypesIn('steps:\n  - event: a\n  - { event: b, data: x }\n  - event: "c d"\n  - event: ${x}\n  - { data: 1, event: a }\n'), ['a', 'b', 'c d']);
  },
  'event types that expressions give are read from the plan'() {
    equal(hasEventTypesToWorkOut(`steps:\n  - [${'event: '.repeat(20_000)}]\n${'\n'.repeat(50_000)}`), false); // in a moment
    equal(isAboutReconnecting(`title: x\n${'\n'.repeat(50_000)}${'{ a, '.repeat(20_000)}`), false);
    equal(['steps:\n  - event: "${pick(a)}"', 'steps:\n  - { data: x, event: "a${n}" }', 'steps:\n  - event: a\n    data: "${n}"'].map(hasEventTypesToWorkOut), [true, true, false]);
    const write = (/** @type {string} */ text) => ({ time: 0, action: 'write', line: 1, text });
    equal(eventTypesOf([write(': hi\nevent: a\nda'), write('ta: 1\n\n'), write('data: 2\n\nevent: none\n\n')]), ['a', 'message']);
  },
  'a byte is found to come from a line'() {
    const places = new SourcePlaces();
    places.add('s1', 0, [{ step: 0, line: 4, length: 10 }, { step: 1, line: 0, length: 5 }]);
    places.add('s1', 15, [{ step: 2, line: 9, length: 10 }]);
    equal([0, 9, 10, 15, 24].map((offset) => places.lineAt('s1', offset)), [4, 4, null, 9, 9]);
    equal(places.lineAt('s2', 0), null);
  },
  'places are forgotten from the oldest on'() {
    const places = new SourcePlaces();
    for (let index = 0; index < 60_000; index += 1) places.add('s1', index, [{ step: index, line: 1 + (index % 9), length: 1 }]);
    equal([places.lineAt('s1', 0), places.lineAt('s1', 59_999)], [null, 1 + (59_999 % 9)]);
  },
  'events and bytes are counted by the second'() {
    const rate = new RateMeter();
    rate.add(10_100, { events: 1, bytes: 10 });
    rate.add(10_900, { events: 1, bytes: 5 });
    rate.add(12_000, { events: 3 });
    equal(rate.rate(11_500), { second: 10, events: 2, bytes: 15 });
    equal(rate.rate(12_500), { second: 11, events: 0, bytes: 0 });
    equal(rate.columns(13_000), { seconds: [10, 11, 12], events: [2, 0, 3], bytes: [15, 0, 0] });
  },
  'a file gives its name to what it holds'() {
    equal(['My File.yaml', 'counter.yml', 'Ünïcode!.json', '…'].map(nameOfFile), ['my-file', 'counter', 'n-code', 'my-stream']);
  },
};
