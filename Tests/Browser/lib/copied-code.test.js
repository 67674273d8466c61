// @ts-check
// What pages offer to copy is itself right by the other pitfalls: lines that end with CR LF or CR, data of several lines, characters and
// line ends that are cut in two.
import { EventStreamParser } from '/lib/event-stream-parser.js';
import { follow as followFetch } from '/clients/fetch-stream/client.js';
import { follow as followKeepBetweenChunks } from '/pitfalls/clients/keep-between-chunks.js';
import { follow as followEachEvent } from '/pitfalls/clients/parse-each-event.js';
import { equal } from './expect.js';

const TEXT = '\uFEFF: hello\nretry: 5\nid: 1\nevent: größer\ndata: first 🚀\ndata:  second\ndata\n\nid\ndata: ["naïve", "日本語"]\nunknown: x\n\nevent: none\n\ndata: a : b\nid: n\0l\n\nid: 7\n\ndata: last\n\ndata: unfinished\n';
const READINGS = 'event: reading\ndata: {"celsius":\ndata:  21}\n\nid: 2\ndata:{"celsius": 22}\n\n';

/** @typedef {{ type: string, data: string, lastEventId: string }} Received */

/** What the standard says. @param {string} text @returns {Received[]} */
export function expectedOf(text) {
  /** @type {Received[]} */
  const events = [];
  const parser = new EventStreamParser({ event: (event) => events.push(event) });
  parser.push(new TextEncoder().encode(text));
  return events;
}

/** The ways in which a network may cut a body. @param {string} text */
export function bodiesOf(text) {
  return ['\n', '\r\n', '\r'].flatMap((lineEnd) => {
    const bytes = new TextEncoder().encode(text.replaceAll('\n', lineEnd));
    return [1, 2, 3, 7, bytes.length].map((size) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.slice(index * size, (index + 1) * size)));
  });
}

/** @param {Uint8Array[]} chunks */
function response(chunks) {
  const left = [...chunks];
  const body = new ReadableStream({
    pull(controller) {
      const chunk = left.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

/** @param {any} follow @param {Uint8Array[]} chunks @returns {Promise<Received[]>} */
function received(follow, chunks) {
  const realFetch = globalThis.fetch;
  globalThis.fetch = async () => response(chunks);
  /** @type {Received[]} */
  const events = [];
  return new Promise((resolve) => {
    /** @type {() => void} */
    let stop = () => {};
    stop = follow('/nowhere', {
      types: ['message'],
      endTypes: [],
      onEvent: (/** @type {Received} */ event) => events.push({ type: event.type, data: event.data, lastEventId: event.lastEventId }),
      onState: (/** @type {string} */ state) => {
        if (state !== 'closed' && state !== 'reconnecting') return;
        globalThis.fetch = realFetch;
        queueMicrotask(() => stop());
        resolve(events);
      },
    });
  });
}

/** @param {any} follow */
async function readsWhatTheStandardSays(follow) {
  const expected = expectedOf(TEXT);
  equal(expected.length, 4);
  for (const chunks of bodiesOf(TEXT)) equal(await received(follow, chunks), expected);
}

export const tests = {
  'the fetch client reads what the standard says, however it is cut': () => readsWhatTheStandardSays(followFetch),
  'the client that keeps its decoder and the last CR between chunks does': () => readsWhatTheStandardSays(followKeepBetweenChunks),
  async 'the client that parses each event reads JSON of several lines'() {
    for (const chunks of bodiesOf(READINGS)) {
      equal((await received(followEachEvent, chunks)).map(({ data }) => data), ['21 °C', '22 °C']);
    }
  },
};
