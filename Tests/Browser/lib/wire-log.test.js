// @ts-check
import { visibleParts } from '/lib/visible-bytes.js';
import { WireLog } from '/lib/wire-log.js';
import { equal } from './expect.js';

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** What was told, in order, and the lines: [text, entry, meaning, cuts]. @param {Uint8Array[]} chunks */
function record(chunks) {
  /** @type {string[]} */
  const told = [];
  const wire = new WireLog({
    event: ({ type, data }) => told.push(`${type} ${data}`),
    nothing: (reason) => told.push(reason),
    retry: (milliseconds) => told.push(`retry ${milliseconds}`),
  });
  chunks.forEach((chunk) => wire.push(chunk));
  wire.end();
  return { told, lines: wire.lines.map((line) => [new TextDecoder().decode(line.bytes), line.entry, line.meaning, line.cuts]) };
}

const shown = (/** @type {Uint8Array} */ data, /** @type {number[]} */ cuts = []) =>
  visibleParts(data, cuts).map(({ kind, text }) => (kind === 'cut' ? '|' : kind === 'mark' ? `[${text}]` : text)).join('');

/** How many bytes are moved from one place to another while something is done. @param {() => void} action */
function bytesMoved(action) {
  const { set, slice } = Uint8Array.prototype;
  let count = 0;
  Object.assign(Uint8Array.prototype, {
    /** @this {Uint8Array} @param {any} from @param {number} [at] */
    set(from, at) {
      count += from.length;
      set.call(this, from, at);
    },
    /** @this {Uint8Array} @param {number} from @param {number} to */
    slice(from, to) {
      const copy = slice.call(this, from, to);
      count += copy.length;
      return copy;
    },
  });
  try {
    action();
  } finally {
    Object.assign(Uint8Array.prototype, { set, slice });
  }
  return count;
}

export const tests = {
  'records of other formats are a row each'() {
    /** @type {[string, number][]} */
    const told = [];
    const wire = new WireLog({ event: ({ data }, offset) => told.push([data, offset]), nothing: () => 0, retry: () => 0 });
    wire.begin('head', 's', 0, 'ndjson');
    for (const piece of ['{"a":', '1}\n\n[', '2]\n']) wire.push(bytes(piece));
    equal(told, [['{"a":1}', 0], ['[2]', 9]]);
    wire.begin('head', 's', 0, 'text');
    for (const piece of ['Pure', ' water\nand', ' more']) wire.push(bytes(piece));
    equal(told.slice(2), [['Pure', 0], [' water\n', 4], ['and', 11], [' more', 14]]);
  },
  'a long line in tiny chunks is moved as often as a short one'() {
    for (const length of [1_000, 8_000, 64_000]) {
      const wire = new WireLog({ event: () => 1, nothing: () => 2, retry: () => 3 });
      const [whole, one] = [bytes(`data: ${'x'.repeat(length)}\n\n`), new Uint8Array(1)];
      const moved = bytesMoved(() => {
        for (const byte of whole) {
          one[0] = byte;
          wire.push(one);
        }
      });
      if (moved > 5 * whole.length) throw new Error(`${moved} bytes were moved for a line of ${length}`);
      equal(wire.lines.map((line) => [line.bytes.length, line.entry]), [[length + 7, 1], [1, 1]]);
      equal(wire.lines[0].cuts.length, length + 7);
      equal(new TextDecoder().decode(wire.lines[0].bytes) === `data: ${'x'.repeat(length)}\n`, true);
    }
  },
  'the oldest lines go when there are too many bytes, and never the last one'() {
    const wire = new WireLog({ event: () => 1, nothing: () => 2, retry: () => 3 });
    const line = bytes(`data: ${'x'.repeat(1_048_576)}\n\n`);
    for (let index = 0; index < 60; index += 1) wire.push(line);
    const kept = wire.lines.reduce((sum, { bytes: own }) => sum + own.length, 0);
    if (kept > 36 * 1_048_576 || kept < 28 * 1_048_576) throw new Error(`${kept} bytes are kept`);
    equal(wire.lines.at(-1)?.offset, 60 * line.length - 1);
  },
  'a block that does not end is followed for 8 MiB, and what comes after its blank line is read again'() {
    for (const end of ['\n', '\r\n', '\r']) {
      for (const piece of [`data: ${'x'.repeat(999_992)}${end}`, 'x'.repeat(1_000_000)]) {
        /** @type {string[]} */
        const told = [];
        const wire = new WireLog({ event: ({ data }) => told.push(data), nothing: (reason) => told.push(reason), retry: () => 3 });
        let length = 0;
        const push = (/** @type {string} */ text) => {
          length += text.length;
          wire.push(bytes(text));
        };
        push(`id: 7${end}data: before${end}${end}data: `);
        for (let index = 0; index < 30; index += 1) push(piece);
        const kept = wire.lines.reduce((sum, { bytes: own }) => sum + own.length, 0);
        if (kept > 10_000_000) throw new Error(`${kept} bytes are kept`);
        push(`${end}${end}data: after${end}${end}`);
        wire.end();
        equal(told, ['before', 'tooLong', 'after']);
        equal([wire.lastEventId, wire.lines.at(-2)?.offset], ['7', length - 11 - 2 * end.length]);
      }
    }
  },
  'lines that are no part of the block may be as many as they like'() {
    /** @type {string[]} */
    const told = [];
    const wire = new WireLog({ event: ({ data }) => told.push(data), nothing: () => 2, retry: () => 3 });
    wire.push(bytes('data: one\n'));
    for (let index = 0; index < 12; index += 1) wire.push(bytes(`: ${'x'.repeat(1_048_576)}\n`));
    wire.push(bytes('data: two\n\n'));
    equal(told, ['one\ntwo']);
  },
  'lines whose meaning is known are not kept as those of a block'() {
    const told = record([bytes(': a\ndata: 1\n: b\nretry: 5\nfoo\ndata: 2\n: c\n\n')]);
    equal(told.lines.map(([, entry, meaning]) => [entry, meaning]), [
      [1, 'comment'], [6, null], [2, 'comment'], [3, 'retry'], [4, 'ignoredField'], [6, null], [5, 'comment'], [6, null],
    ]);
  },
  'a line that the log was cleared in begins anew at its offset'() {
    const wire = new WireLog({ event: () => 1, nothing: () => 2, retry: () => 3 });
    wire.push(bytes('data: 1\r'));
    wire.clear();
    wire.push(bytes('\ndata: 2\n'));
    equal(wire.lines.map(({ offset, bytes: own }) => [offset, own.length]), [[8, 1], [9, 8]]);
  },
  'each line knows what its block became'() {
    const { told, lines } = record([bytes(': hi\nretry: 5\nevent: a\ndata: 1\n\ndata: 2\n\n')]);
    equal(told, ['comment', 'retry 5', 'a 1', 'message 2']);
    equal(lines.map(([, entry, meaning]) => [entry, meaning]), [
      [1, 'comment'], [2, 'retry'], [3, null], [3, null], [3, null], [4, null], [4, null],
    ]);
  },
  'bytes that dispatch nothing say why'() {
    const { lines } = record([bytes('id: 1\n\nfoo: x\nretry: x\n\ndata: never')]);
    equal(lines.map(([, , meaning]) => meaning), ['noData', 'noData', 'ignoredField', 'bogusRetry', null, 'unfinished']);
  },
  'it does not matter where the chunks end, but it is remembered'() {
    const all = bytes('\uFEFFdata: ü\r\n\r\ndata: 2\r\rdata: 3\n\n');
    const whole = record([all]);
    for (let cut = 1; cut < all.length; cut += 1) {
      const cutInTwo = record([all.subarray(0, cut), all.subarray(cut)]);
      equal(cutInTwo.told, whole.told);
      equal(cutInTwo.lines.map((line) => line.slice(0, 3)), whole.lines.map((line) => line.slice(0, 3)));
      equal(cutInTwo.lines.flatMap(([, , , cuts]) => cuts).length, 2);
    }
  },
  'a byte order mark does not hide the event of its line'() {
    const { lines } = record([bytes('\uFEFFdata: x\n\n')]);
    equal(lines.map(([, entry, meaning]) => [entry, meaning]), [[2, 'byteOrderMark'], [2, null]]);
  },
  'invisible characters become visible'() {
    equal(shown(bytes('data: a\tb\r\n')), 'data: a[→]b[CR][↵]');
    equal(shown(bytes('\uFEFFid: \0\n')), '[BOM]id: [NUL][↵]');
    equal(shown(bytes('data:  x \n')), 'data: [·]x[·][↵]');
    equal(shown(bytes('data: a\u200Bb\u00A0c')), 'data: a[U+200B]b[NBSP]c');
    equal(shown(Uint8Array.of(0x61, 0xff, 0xc3, 0x0a)), 'a[\\xFF][\\xC3][↵]');
  },
  'cuts behind the bytes that are shown cost nothing'() {
    const cuts = Array.from({ length: 100_000 }, (_, index) => index);
    let reads = 0;
    const counted = new Proxy(cuts, {
      get(target, key) {
        if (/^\d+$/.test(String(key))) reads += 1;
        return Reflect.get(target, key);
      },
    });
    equal(visibleParts(bytes('ab'), counted).map(({ kind }) => kind), ['cut', 'text', 'cut', 'text']);
    if (reads > 20) throw new Error(`${reads} cuts were looked at`);
  },
  'chunk boundaries are shown, also inside a character'() {
    equal(shown(bytes('ab'), [0, 1]), '|a|b');
    equal(shown(bytes('aüb'), [2]), 'a|üb');
  },
};
