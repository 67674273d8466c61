// @ts-check
import { FetchConnection } from '/lib/fetch-connection.js';
import { equal } from './expect.js';

/**
 * Runs a connection against these answers, one after the other, until it is closed.
 * @param {(() => Response | Promise<Response>)[]} answers
 * @param {(event: any, connection: any) => void} [onEvent]
 */
async function run(answers, onEvent = () => {}) {
  const realFetch = globalThis.fetch;
  /** @type {any[]} */
  const requests = [];
  /** @type {any[]} */
  const states = [];
  /** @type {any[]} */
  const events = [];
  globalThis.fetch = async (_, options) => {
    requests.push(options?.headers);
    const answer = answers[requests.length - 1];
    return answer ? answer() : new Response(null, { status: 204 });
  };
  try {
    await new Promise((resolve) => {
      /** @type {FetchConnection | undefined} */
      let connection;
      connection = new FetchConnection('/nowhere', {
        state(state) {
          states.push(state);
          if (state.name === 'closed') resolve(undefined);
        },
        event(event) {
          events.push(event);
          onEvent(event, connection);
        },
      });
    });
  } finally {
    globalThis.fetch = realFetch;
  }
  return { requests, states, events };
}

/** @param {string} body */
function stream(body) {
  return () => new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

export const tests = {
  async 'an ended stream is connected to again with the last event ID'() {
    const { requests, states, events } = await run([stream('retry: 1\nid: 7\ndata: a\n\n'), stream('data: b\n\n')]);
    equal(events.map(({ data, lastEventId }) => [data, lastEventId]), [['a', '7'], ['b', '7']]);
    equal(requests.map((headers) => headers['Last-Event-ID'] ?? null), [null, '7', '7']);
    equal(states.map(({ name }) => name), [
      'connecting', 'open', 'reconnecting', 'connecting', 'open', 'reconnecting', 'connecting', 'closed',
    ]);
  },
  async 'the end of records is the end'() {
    const records = () => new Response('{"a":1}\n2', { headers: { 'Content-Type': 'application/x-ndjson' } });
    const { requests, states, events } = await run([records]);
    equal(events.map(({ type, data }) => [type, data]), [['record', '{"a":1}'], ['record', '2']]);
    equal(requests.length, 1);
    equal(states.at(-1), { name: 'closed', reason: 'everything has arrived', failed: false, succeeded: true });
  },
  async '204 closes for good, and is a success'() {
    const { states } = await run([]);
    equal(states.at(-1), { name: 'closed', reason: 'HTTP 204: the server asks not to come back', failed: false, succeeded: true });
  },
  async 'a refusal closes with its status and the reason that the server gives'() {
    const problem = () =>
      new Response('{"title":"Not found","detail":"There is no scenario \'x\'."}', {
        status: 404,
        statusText: 'Not Found',
        headers: { 'Content-Type': 'application/problem+json' },
      });
    const { states } = await run([problem]);
    equal(states.at(-1), { name: 'closed', reason: "HTTP 404 Not Found – There is no scenario 'x'.", failed: true });
  },
  async 'another content type closes'() {
    const { states } = await run([() => new Response('<p>Log in</p>', { headers: { 'Content-Type': 'text/html' } })]);
    equal(states.at(-1).reason, 'HTTP 200, but the content type is text/html instead of text/event-stream');
  },
  async 'closing within an event drops what follows in the same chunk'() {
    const { events, states } = await run([stream('data: a\n\ndata: b\n\n')], (_, connection) => connection.close('enough'));
    equal(events.length, 1);
    equal(states.at(-1), { name: 'closed', reason: 'enough', failed: false });
  },
  async 'a broken connection is tried again'() {
    const broken = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('retry: 1\nid: 3\ndata: a\n\n'));
          },
          pull(controller) {
            controller.error(new TypeError('network error'));
          },
        }, { highWaterMark: 0 }),
        { headers: { 'Content-Type': 'text/event-stream' } },
      );
    const { requests, states } = await run([broken]);
    equal(states.map(({ name }) => name), ['connecting', 'open', 'reconnecting', 'connecting', 'closed']);
    equal(states[2].failed, true);
    equal(requests[1]['Last-Event-ID'], '3');
  },
};
