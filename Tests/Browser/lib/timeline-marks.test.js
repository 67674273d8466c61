// @ts-check
import { axisMarks, layOut, nearest, NOTHING_LANE } from '/lib/timeline-marks.js';
import { equal } from './expect.js';

export const tests = {
  'types have lanes in the order in which they came, what dispatched nothing the last one'() {
    const marks = [['b', 0], [NOTHING_LANE, 10], ['a', 100], ['b', 200]].map(([lane, at], index) => ({ lane: `${lane}`, at: Number(at), number: index }));
    equal(layOut(marks, 100).lanes, [
      { name: 'b', xs: [0, 100], count: 2 },
      { name: 'a', xs: [50], count: 1 },
      { name: NOTHING_LANE, xs: [5], count: 1 },
    ]);
  },
  'ten thousand marks are drawn as at most one a pixel'() {
    const marks = Array.from({ length: 10_000 }, (_, index) => ({ lane: 'a', at: index, number: index }));
    const [lane] = layOut(marks, 600).lanes;
    equal([lane.count, lane.xs.length], [10_000, 601]);
  },
  'many types share a lane in the end'() {
    const marks = Array.from({ length: 20 }, (_, index) => ({ lane: `t${index}`, at: index, number: index }));
    equal(layOut(marks, 600).lanes.map(({ name, count }) => [name, count]).slice(-2), [['t5', 1], ['other types', 14]]);
  },
  'silences of 250 ms and more are marked'() {
    const marks = [0, 249, 500, 1500].map((at, number) => ({ lane: 'a', at, number }));
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
    equal(layOut([], 100).lanes, []);
    equal(layOut([{ lane: 'a', at: 5, number: 1 }], 100).lanes[0].xs, [0]);
  },
  'the nearest mark of a lane is found within reach'() {
    const marks = [{ lane: 'a', at: 0, number: 1 }, { lane: 'b', at: 9, number: 2 }, { lane: 'a', at: 20, number: 3 }];
    equal(nearest(marks, 'a', 8, 15)?.number, 1);
    equal(nearest(marks, null, 8, 15)?.number, 2);
    equal(nearest(marks, 'b', 100, 15), null);
  },
};
