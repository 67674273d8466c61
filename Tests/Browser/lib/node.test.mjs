// @ts-check
// The unit tests of Public/lib, and the parser against the vectors of the Swift one, in Node:
//
//     node --test Tests/Browser/lib/
//
// The browser tests run the same files in Chromium.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { register } from 'node:module';
import { test } from 'node:test';

register('./resolve-lib.mjs', import.meta.url);

const here = new URL('.', import.meta.url);
for (const file of readdirSync(here).filter((name) => name.endsWith('.test.js'))) {
  const { tests } = await import(new URL(file, here).href);
  for (const [name, run] of Object.entries(tests)) test(`${file}: ${name}`, run);
}

const { EventStreamParser } = await import(new URL('../../../Public/lib/event-stream-parser.js', here).href);
const vectors = new URL('../../Vectors/', here);
for (const file of readdirSync(vectors).filter((name) => name.endsWith('.json'))) {
  for (const { name, text, hex, ...expected } of JSON.parse(readFileSync(new URL(file, vectors), 'utf8')).cases) {
    test(`${file}: ${name}`, () => {
      const bytes = hex === undefined ? Buffer.from(text, 'utf8') : Buffer.from(hex, 'hex');
      for (const cut of [0, ...bytes.keys()]) {
        const { events, nothing, lastEventId, reconnectionTime } = parse([bytes.subarray(0, cut), bytes.subarray(cut)]);
        assert.deepEqual({ events, nothing, lastEventId, reconnectionTime }, {
          events: expected.events, nothing: expected.nothing, lastEventId: expected.lastEventId, reconnectionTime: expected.reconnectionTime,
        }, `cut at ${cut}`);
      }
    });
  }
}

// The program that "Copy as" gives for fetch runs as it stands; a page's policy would not let it be made from text.
const { CODE_SAMPLES } = await import(new URL('../../../Public/lib/code-samples.js', here).href);
const { bodiesOf, expectedOf } = await import(new URL('copied-code.test.js', here).href);
const TEXT = '\uFEFF: hello\nid: 1\nevent: größer\ndata: first 🚀\ndata:  second\n\ndata: ["naïve"]\n\nid: n\0l\ndata: last\n\ndata: unfinished\n';
test('code-samples.js: the program for fetch reads what the standard says, however it is cut', async () => {
  const sample = CODE_SAMPLES.find((/** @type {{ id: string }} */ { id }) => id === 'fetch');
  const program = sample.text({ url: 'http://127.0.0.1/x', method: 'GET', headers: {}, body: '', types: [], closeAfter: [] });
  const run = new (Object.getPrototypeOf(async () => {}).constructor)('fetch', 'console', program);
  const expected = expectedOf(TEXT).map((/** @type {any} */ { type, lastEventId, data }) => [type, lastEventId, data]);
  for (const chunks of bodiesOf(TEXT)) {
    /** @type {unknown[]} */
    const said = [];
    const body = new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
    await run(async () => new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } }), { log: (/** @type {unknown[]} */ ...words) => said.push(words) });
    assert.deepEqual(said, expected);
  }
});

test('code-samples.js: the program for fetch does not read a refusal that never ends', async () => {
  const sample = CODE_SAMPLES.find((/** @type {{ id: string }} */ { id }) => id === 'fetch');
  const program = sample.text({ url: 'http://127.0.0.1/x', method: 'GET', headers: {}, body: '', types: [], closeAfter: [] });
  const run = new (Object.getPrototypeOf(async () => {}).constructor)('fetch', 'console', program);
  for (const [status, type] of [[503, 'text/plain'], [200, 'text/html']]) {
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array([32])) });
    await assert.rejects(() => run(async () => new Response(body, { status: Number(status), headers: { 'Content-Type': `${type}` } }), console), new RegExp(`HTTP ${status}, ${type}`));
  }
});

/** @param {Uint8Array[]} chunks */
function parse(chunks) {
  /** @type {unknown[]} */
  const events = [];
  /** @type {string[]} */
  const nothing = [];
  const parser = new EventStreamParser({ event: (/** @type {unknown} */ event) => events.push(event), nothing: (/** @type {string} */ reason) => nothing.push(reason) });
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  return { events, nothing, lastEventId: parser.lastEventId, reconnectionTime: parser.reconnectionTime };
}
