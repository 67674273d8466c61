// @ts-check
import { axisMarks, layOut, nearest, NOTHING_ROW } from '/lib/timeline-marks.js';
import { equal } from './expect.js';

export const tests = {
  'types have rows in the order in which they came, what dispatched nothing the last one'() {
    const marks = [['b', 0], [NOTHING_ROW, 10], ['a', 100], ['b', 200]].map(([row, at], index) => ({ row: `${row}`, at: Number(at), number: index }));
    equal(layOut(marks, 100).rows, [
      { name: 'b', xs: [0, 100], count: 2 },
      { name: 'a', xs: [50], count: 1 },
      { name: NOTHING_ROW, xs: [5], count: 1 },
    ]);
  },
  'ten thousand marks are drawn as at most one a pixel'() {
    const marks = Array.from({ length: 10_000 }, (_, index) => ({ row: 'a', at: index, number: index }));
    const [row] = layOut(marks, 600).rows;
    equal([row.count, row.xs.length], [10_000, 601]);
  },
  'many types share a row in the end'() {
    const marks = Array.from({ length: 20 }, (_, index) => ({ row: `t${index}`, at: index, number: index }));
    equal(layOut(marks, 600).rows.map(({ name, count }) => [name, count]).slice(-2), [['t5', 1], ['other types', 14]]);
  },
  'silences of 250 ms and more are marked'() {
    const marks = [0, 249, 500, 1500].map((at, number) => ({ row: 'a', at, number }));
    equal(layOut(marks, 1500).gaps, [{ from: 249, to: 500, milliseconds: 251 }, { from: 500, to: 1500, milliseconds: 1000 }]);
  },
  'the axis says times as exactly as its marks are apart'() {
    const labels = (/** @type {number} */ from, /** @type {number} */ to) => axisMarks({ from, to }, 0, 300 / (to - from)).map(({ label }) => label);
    equal(labels(0, 1), ['0', '1 ms']);
    equal(labels(0, 400), ['0', '100 ms', '200 ms', '300 ms', '400 ms']);
    equal(labels(990, 1070), ['1.00 s', '1.02 s', '1.04 s', '1.06 s']);
    equal(labels(0, 4000), ['0', '1 s', '2 s', '3 s', '4 s']);
  },
  'one mark and none can be laid out'() {
    equal(layOut([], 100).rows, []);
    equal(layOut([{ row: 'a', at: 5, number: 1 }], 100).rows[0].xs, [0]);
  },
  'the nearest mark of a row is found within reach'() {
    const marks = [{ row: 'a', at: 0, number: 1 }, { row: 'b', at: 9, number: 2 }, { row: 'a', at: 20, number: 3 }];
    equal(nearest(marks, 'a', 8, 15)?.number, 1);
    equal(nearest(marks, null, 8, 15)?.number, 2);
    equal(nearest(marks, 'b', 100, 15), null);
  },
};
