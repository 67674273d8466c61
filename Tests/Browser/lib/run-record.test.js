// @ts-check
import { eventsAsJSON, rawBytes } from '/lib/event-export.js';
import { RunRecord } from '/lib/run-record.js';
import { equal } from './expect.js';

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
const shown = (/** @type {RunRecord} */ record) => record.log.visible().map(({ kind, type, data, isAwaited }) => [kind, type, data, isAwaited ?? null]);

/** @param {RunRecord} record @param {string} text */
function stream(record, text) {
  record.setState({ name: 'open', reason: 'HTTP 200' }, 1000);
  record.begin('s1', 'GET /play/x');
  record.push(bytes(text), 1010);
}

export const tests = {
  'of very many types the first thousand are remembered'() {
    const record = new RunRecord();
    record.begin('1', 'head');
    record.push(new TextEncoder().encode(Array.from({ length: 3000 }, (_, index) => `event: t${index}\ndata: x\n\n`).join('')), 1);
    equal(record.types.size, 1000);
    equal(record.log.eventCount, 3000);
  },
  'an event knows the line of the scenario that sent it, also when that is told of later'() {
    const record = new RunRecord();
    stream(record, ': hi\ndata: 1\n\ndata: 2\n\n');
    const [, comment, first, second] = record.log.visible();
    equal(record.lineOf(first), null);
    record.place('s1', 0, [{ step: 0, line: 3, length: 5 }, { step: 1, line: 4, length: 9 }, { step: 2, line: 6, length: 9 }]);
    equal([comment, first, second].map((entry) => record.lineOf(entry)), [3, 4, 6]);
  },
  'what nobody listens for is told of as that'() {
    const record = new RunRecord((type) => type === 'a');
    stream(record, 'event: a\ndata: 1\n\nevent: b\ndata: 2\n\n');
    equal(shown(record).slice(1), [['event', 'a', '1', true], ['nothing', 'no listener for b', '2', null]]);
    equal(record.lines.map(({ meaning }) => meaning), [null, null, null, null, 'noListener', 'noListener', 'noListener']);
  },
  'bytes and what the client tells of meet, whichever comes first'() {
    const record = new RunRecord(() => true);
    record.receive({ type: 'a', data: '1', lastEventId: '' }, 1000);
    stream(record, 'event: a\ndata: 1\n\nevent: a\ndata: 2\n\n');
    equal(shown(record).slice(1), [['event', 'a', '1', false], ['event', 'a', '2', true]]);
    record.receive({ type: 'a', data: '2', lastEventId: '' }, 1020);
    equal(shown(record).slice(1), [['event', 'a', '1', false], ['event', 'a', '2', false]]);
  },
  'without bytes, what the client tells of is shown alone'() {
    const record = new RunRecord(() => true);
    record.receive({ type: 'a', data: '1', lastEventId: '7' }, 1000, true);
    equal(shown(record), [['event', 'a', '1', null]]);
  },
  'what was told of before its bytes is shown when they are not going to come'() {
    const record = new RunRecord(() => true);
    record.receive({ type: 'a', data: '1', lastEventId: '7' }, 1000);
    equal(shown(record), []);
    record.receiveEarly();
    equal(shown(record), [['event', 'a', '1', null]]);
  },
  'a reconnection is a break that says which id was sent'() {
    const record = new RunRecord();
    stream(record, 'id: 7\ndata: 1\n\n');
    record.setState({ name: 'reconnecting', reason: 'the stream ended' }, 2000);
    equal(record.breaks, [{ at: 2000, label: 'the stream ended; Last-Event-ID: 7', short: '↻ id 7' }]);
  },
  'what is unfinished is told of once, however often the connection is said to be over'() {
    const record = new RunRecord();
    stream(record, 'data: never');
    for (let time = 0; time < 2; time += 1) record.endResponse();
    equal(shown(record).filter(([kind]) => kind === 'nothing').length, 1);
  },
  'events are exported as JSON, bytes as they came'() {
    const record = new RunRecord();
    stream(record, 'id: 7\ndata: ü\n\n: bye\n');
    record.place('s1', 0, [{ step: 0, line: 2, length: 20 }]);
    equal(JSON.parse(eventsAsJSON(record)), [{ time: '1970-01-01T00:00:01.010Z', event: 'message', id: '7', data: 'ü', line: 2 }]);
    equal(new TextDecoder().decode(rawBytes(record)), 'id: 7\ndata: ü\n\n: bye\n');
  },
};
