// @ts-check
import { SessionLanes } from '/lib/session-lanes.js';
import { equal } from './expect.js';

const TIME = '2026-11-22T10:30:19.123Z';
const STREAM = [['Content-Type', 'text/event-stream']];

class Session {
  lanes = new SessionLanes('k');
  /** @type {Record<string, number>} */
  offsets = {};

  /** @param {any} entry */
  take(entry) {
    return this.lanes.take({ time: TIME, at: 0, ...entry });
  }

  /** @param {string} stream @param {{ agent?: string, target?: string, lastEventId?: string | null, client?: number | null }} [from] */
  open(stream, { agent = 'curl/8', target = '/play/a', lastEventId = null, client = 1 } = {}) {
    this.take({ kind: 'request', stream, client, method: 'GET', target, scenario: 'a', remoteAddress: '127.0.0.1', headers: [['User-Agent', agent]], lastEventId });
    this.take({ kind: 'head', stream, status: 200, headers: STREAM });
  }

  /** @param {string} stream @param {string} text */
  send(stream, text) {
    const offset = this.offsets[stream] ?? 0;
    this.offsets[stream] = offset + text.length;
    this.take({ kind: 'write', stream, offset, data: btoa(text) });
  }

  /** @param {string} stream @param {string} [time] */
  end(stream, time = TIME) {
    this.take({ kind: 'end', stream, time, endedBy: 'scenario', ending: 'complete' });
  }

  get data() {
    return this.lanes.lanes.map(({ record }) => record.log.visible().filter(({ kind }) => kind === 'event').map(({ data }) => data));
  }

  get heads() {
    return this.lanes.lanes.map(({ record }) => record.lines.filter(({ head }) => head !== '').map(({ head }) => head));
  }
}

export const tests = {
  'streams that are open at once are kept apart, however their bytes are mixed'() {
    const session = new Session();
    session.open('1');
    session.send('1', 'data: a');
    session.open('2', { client: 2 });
    session.send('2', 'data: x\n\n');
    session.send('1', '1\n\n');
    session.send('2', 'data: y\n\n');
    equal(session.data, [['a1'], ['x', 'y']]);
  },
  'a client that comes back stays where it was'() {
    const session = new Session();
    session.open('1', { agent: 'curl/8' });
    session.open('2', { agent: 'Mozilla/5.0 Firefox/140', client: 2 });
    session.send('1', 'id: 1\ndata: a\n\n');
    session.send('2', 'id: 7\ndata: b\n\n');
    session.end('2');
    session.open('3', { agent: 'Mozilla/5.0 Firefox/140', lastEventId: '7', client: 2 });
    session.send('3', 'data: c\n\n');
    session.send('1', 'data: d\n\n');
    equal(session.data, [['a', 'd'], ['b', 'c']]);
    equal(session.lanes.lanes[1].record.breaks.map(({ short }) => short), ['↻ id 7']);
    equal(session.lanes.lanes.map(({ title }) => title), ['Client 1: curl 8 · 127.0.0.1 · GET /play/a', 'Client 2: Firefox 140 · 127.0.0.1 · GET /play/a']);
  },
  'a client that comes back without an id is not said to have sent one'() {
    const session = new Session();
    session.open('1');
    session.send('1', 'id: 1\ndata: a\n\n');
    session.end('1');
    session.open('2');
    equal(session.lanes.lanes[0].record.breaks.map(({ short }) => short), ['↻ no id']);
  },
  'the server says whose a stream is, and what it could not tell apart is counted'() {
    const session = new Session();
    session.open('1', { client: 2 });
    session.end('1');
    session.open('2', { client: null });
    session.take({ kind: 'preflight', stream: '0', origin: 'http://localhost:4000', method: 'POST', target: '/play/a', cors: null });
    session.open('3', { client: 2 });
    session.send('3', 'data: a\n\n');
    equal([session.data, session.lanes.hiddenCount, session.lanes.lanes[0].title.split(':')[0]], [[['a']], 1, 'Client 2']);
  },
  'other clients have lanes of their own, also after the first has left'() {
    const session = new Session();
    session.open('1');
    session.end('1');
    session.open('2', { agent: 'python-requests/2', client: 2 });
    equal(session.lanes.lanes.length, 2);
  },
  'the client that ended first makes room; without one, what is not shown is counted'() {
    const session = new Session();
    for (let number = 1; number <= 8; number += 1) session.open(`${number}`, { agent: `agent-${number}`, client: number });
    session.open('9', { agent: 'agent-9', client: 9 });
    session.send('9', 'data: unseen\n\n');
    equal([session.lanes.lanes.length, session.lanes.hiddenCount], [8, 1]);
    session.end('9');
    equal(session.lanes.hiddenCount, 0);
    session.end('3', '2026-11-22T10:30:21.000Z');
    session.end('5', '2026-11-22T10:30:20.000Z');
    session.open('10', { agent: 'agent-10', client: 10 });
    session.send('10', 'data: seen\n\n');
    equal(session.lanes.lanes.map(({ title }) => title.split(' ')[2]), ['agent-1', 'agent-2', 'agent-3', 'agent-4', 'agent-6', 'agent-7', 'agent-8', 'agent-10']);
    equal(session.data.at(-1), ['seen']);
  },
  'a stream whose beginning is not kept is read from where it is'() {
    const session = new Session();
    session.take({ kind: 'missed', entries: 12, time: undefined });
    session.take({ kind: 'write', stream: '1', offset: 100, data: btoa('data: late\n\n'), parts: [{ step: 1, line: 8, length: 12 }] });
    session.take({ kind: 'write', stream: '1', offset: 112, data: btoa('data: more\n\n') });
    session.take({ kind: 'missed', entries: 1, time: undefined });
    session.take({ kind: 'write', stream: '1', offset: 200, data: btoa('data: last\n\n') });
    equal(session.data, [['late', 'more', 'last']]);
    equal(session.heads, [['stream 1: its first 100 bytes are not kept', 'stream 1: 76 bytes before these are not kept']]);
    const [{ record }] = session.lanes.lanes;
    const first = record.log.visible().find(({ data }) => data === 'late');
    equal(first && record.lineOf(first), 8);
  },
  'a journal that begins anew ends what was open'() {
    const session = new Session();
    session.open('1');
    session.take({ kind: 'reset', time: undefined, stream: undefined });
    session.open('1');
    session.send('1', 'data: again\n\n');
    equal(session.data, [['again']]);
  },
};
