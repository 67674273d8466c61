// @ts-check
import { CODE_SAMPLES } from '/lib/code-samples.js';
import { formatOf, makeParser } from '/lib/record-parser.js';
import { equal } from './expect.js';

/** @param {'ndjson' | 'json-seq' | 'text'} format @param {string[]} pieces */
function read(format, pieces) {
  /** @type {string[]} */
  const found = [];
  const parser = makeParser(format, { event: ({ type, data }) => found.push(`${type} ${data}`), nothing: (reason, text) => found.push(`${reason} ${text}`) });
  for (const piece of pieces) parser.push(new TextEncoder().encode(piece));
  parser.end();
  return found;
}

/** What the program for fetch that is copied says of a body. @param {'ndjson' | 'json-seq' | 'text'} format @param {string} body */
async function copied(format, body) {
  const sample = CODE_SAMPLES.find(({ id }) => id === 'fetch');
  const program = sample?.text({ url: 'http://h/x', method: 'GET', headers: {}, body: '', types: [], closeAfter: [], format }) ?? '';
  /** @type {unknown[]} */
  const said = [];
  const run = new (Object.getPrototypeOf(async () => {}).constructor)('fetch', 'console', program);
  const bytes = new TextEncoder().encode(body);
  const stream = () => new ReadableStream({ start: (controller) => void (bytes.forEach((byte) => controller.enqueue(Uint8Array.of(byte))), controller.close()) });
  await run(async () => new Response(stream()), { log: (/** @type {unknown} */ value) => said.push(value) });
  return said;
}

export const tests = {
  async 'the program for fetch that is copied reads records'() {
    // A page's policy lets no text run as a program; Node does.
    if ('document' in globalThis) return;
    equal(await copied('ndjson', '{"é":1}\n\n"two"\r\n'), [{ é: 1 }, 'two']);
    equal(await copied('json-seq', '\x1e{"a":1}\n\x1e\x1e2\n'), [{ a: 1 }, 2]);
    equal((await copied('text', 'Pure é')).join(''), 'Pure é');
  },
  'a record a line, however it is cut'() {
    const text = '{"a":1}\n\n"two"\r\nno JSON\n[3]';
    const wanted = ['record {"a":1}', 'record "two"', 'notJSON no JSON', 'record [3]'];
    equal(read('ndjson', [text]), wanted);
    equal(read('ndjson', [...text]), wanted);
  },
  'what stands between RS and LF'() {
    const text = '\x1e\x1e{"a":1}\n\x1e"two"\n\x1e[3';
    const wanted = ['record {"a":1}', 'record "two"', 'unfinished [3'];
    equal(read('json-seq', [text]), wanted);
    equal(read('json-seq', [...text]), wanted);
  },
  'text is what came together'() {
    equal(read('text', ['Pure', ' water']), ['text Pure', 'text  water']);
  },
  'the format is what the playground says, or the content type'() {
    const of = (/** @type {Record<string, string>} */ fields) => formatOf((name) => fields[name]);
    equal(of({ 'Playground-Format': 'text', 'Content-Type': 'text/plain' }), 'text');
    equal(of({ 'Content-Type': 'text/plain' }), null);
    equal(of({ 'Content-Type': 'Application/X-NDJSON; charset=utf-8' }), 'ndjson');
    equal(of({ 'Content-Type': 'text/event-stream' }), 'sse');
    equal(of({}), null);
  },
};
