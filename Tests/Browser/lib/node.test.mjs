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
