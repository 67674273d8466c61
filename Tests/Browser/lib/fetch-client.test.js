// @ts-check
import { follow } from '/clients/fetch-stream/client.js';
import { equal } from './expect.js';

/**
 * Follows these answers, one after the other; then 204.
 * @param {string[]} bodies
 */
async function followed(bodies) {
  const real = { fetch: globalThis.fetch, setTimeout: globalThis.setTimeout };
  /** @type {(string | null)[]} */
  const asked = [];
  /** @type {number[]} */
  const waits = [];
  /** @type {string[]} */
  const events = [];
  globalThis.fetch = async (_, options) => {
    asked.push(new Headers(options?.headers).get('Last-Event-ID'));
    const body = bodies[asked.length - 1];
    return body === undefined ? new Response(null, { status: 204 }) : new Response(body, { headers: { 'Content-Type': 'Text/Event-Stream; charset=utf-8' } });
  };
  globalThis.setTimeout = /** @type {any} */ ((/** @type {() => void} */ act, /** @type {number} */ milliseconds) => {
    waits.push(milliseconds);
    queueMicrotask(act);
    return 0;
  });
  try {
    await new Promise((resolve) => {
      follow('/nowhere', { endTypes: [], onEvent: ({ data }) => events.push(data), onState: (state) => state === 'closed' && resolve(undefined) });
    });
  } finally {
    Object.assign(globalThis, real);
  }
  return { asked, waits, events };
}

/** What a header of fetch sends for a text: its UTF-8, a character for each byte. @param {string} text */
const asBytes = (text) => String.fromCharCode(...new TextEncoder().encode(text));

/**
 * What the client tells of records that come a byte at a time.
 * @param {Record<string, string>} headers @param {string} body
 */
async function toldOf(headers, body) {
  const real = globalThis.fetch;
  const bytes = new TextEncoder().encode(body);
  globalThis.fetch = async () =>
    new Response(new ReadableStream({ start: (controller) => void (bytes.forEach((byte) => controller.enqueue(Uint8Array.of(byte))), controller.close()) }), { headers });
  /** @type {string[]} */
  const told = [];
  try {
    await new Promise((resolve) => {
      follow('/nowhere', {
        onEvent: ({ type, data }) => told.push(`${type} ${data}`),
        onState: (state, reason) => state === 'closed' && (told.push(reason ?? ''), resolve(undefined)),
      });
    });
  } finally {
    globalThis.fetch = real;
  }
  return told;
}

export const tests = {
  async 'records of other formats are read, and their end is the end'() {
    equal(await toldOf({ 'Content-Type': 'application/x-ndjson' }, '{"é":1}\n\n"two"\r\n[3]'), ['record {"é":1}', 'record "two"', 'record [3]', 'everything has arrived']);
    equal(await toldOf({ 'Content-Type': 'application/json-seq' }, '\x1e{"a":1}\n\x1e2\n\x1e[3'), ['record {"a":1}', 'record 2', 'everything has arrived']);
    const text = await toldOf({ 'Content-Type': 'text/plain', 'Playground-Format': 'text' }, 'Pure é');
    equal(text.slice(0, -1).map((piece) => piece.replace('text ', '')).join(''), 'Pure é');
    equal(await toldOf({ 'Content-Type': 'text/plain' }, 'busy'), ['the content type is text/plain']);
  },
  async 'the last event ID is sent as UTF-8, whatever it holds'() {
    for (const id of ['7', 'naïve', '日本語', '🚀']) {
      const { asked, events } = await followed([`id: ${id}\ndata: a\n\n`, 'data: b\n\n']);
      equal(asked, [null, asBytes(id), asBytes(id)]);
      equal(events, ['a', 'b']);
    }
  },
  async 'an id counts in a block without data, and not in one that is unfinished'() {
    const { asked } = await followed(['id: 1\ndata: a\n\nid: 2\n\nid: 3\ndata: b\n', 'id\n\n']);
    equal(asked, [null, '2', null]);
  },
  async 'a reconnection time of any length is waited for as long as a timer can'() {
    const { waits } = await followed([`retry: 99999999999\n\n`, 'retry: 9'.padEnd(400, '9') + '\n\n', 'retry: 5\n\n', 'retry: 5s\n\n']);
    equal(waits, [2 ** 31 - 1, 2 ** 31 - 1, 5, 5]);
  },
};
