// @ts-check
import { formatMoment } from './format.js';

/** @typedef {{ at: number, row: string, number: number }} Mark */
/** @typedef {{ name: string, xs: number[], count: number }} Row */
/** @typedef {{ from: number, to: number, milliseconds: number }} Gap */
/**
 * A span of time, in milliseconds.
 * @typedef {{ from: number, to: number }} Span
 */

const MOST_ROWS = 7;
/** The row of lines that dispatched nothing. `OTHERS_ROW` combines the types for which there is no separate row. */
export const NOTHING_ROW = 'comments, retry';
const OTHERS_ROW = 'other types';
/** The shortest silence that is marked, in milliseconds. */
const GAP = 250;

/**
 * Places the marks: one row per event type, in order of first appearance, and in each row at most one mark per pixel,
 * so that 10,000 events are drawn as fast as 1,000.
 *
 * @param {readonly Mark[]} marks in order of time
 * @param {number} width in pixels
 * @param {number} [until] the time at the right edge, when it is after the last mark
 * @param {Span | null} [span] the part that is shown; by default all
 */
export function layOut(marks, width, until = 0, span = null) {
  const start = span?.from ?? marks[0]?.at ?? 0;
  const end = span?.to ?? Math.max(marks.at(-1)?.at ?? 0, until, start + 1);
  const scale = width / (end - start);
  const types = [...new Set(marks.map(({ row }) => row))].filter((row) => row !== NOTHING_ROW);
  const shown = types.length > MOST_ROWS ? [...types.slice(0, MOST_ROWS - 1), OTHERS_ROW] : types;
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const name of [...shown, ...(marks.some(({ row }) => row === NOTHING_ROW) ? [NOTHING_ROW] : [])]) {
    rows.set(name, { name, xs: [], count: 0 });
  }
  for (const mark of marks) {
    const row = rows.get(mark.row) ?? rows.get(OTHERS_ROW);
    if (!row) continue;
    row.count += 1;
    if (mark.at < start || mark.at > end) continue;
    const x = Math.round((mark.at - start) * scale);
    if (row.xs.at(-1) !== x) row.xs.push(x);
  }
  return { start, end, scale, rows: [...rows.values()], gaps: gapsOf(marks, start, end, scale) };
}

/**
 * Returns the silences that are wide enough to be labeled.
 * @param {readonly Mark[]} marks @param {number} start @param {number} end @param {number} scale
 */
function gapsOf(marks, start, end, scale) {
  /** @type {Gap[]} */
  const gaps = [];
  for (let index = 1; index < marks.length; index += 1) {
    const [from, to] = [marks[index - 1].at, marks[index].at];
    if (to - from < GAP || to < start || from > end || (to - from) * scale < 34) continue;
    gaps.push({ from: Math.max(0, (from - start) * scale), to: (Math.min(to, end) - start) * scale, milliseconds: to - from });
  }
  return gaps;
}

/**
 * Returns the mark nearest to a time, or null where there is none within `reach` milliseconds.
 * @param {readonly Mark[]} marks @param {string | null} row @param {number} at @param {number} reach
 */
export function nearest(marks, row, at, reach) {
  /** @type {Mark | null} */
  let best = null;
  for (const mark of marks) {
    if (row !== null && mark.row !== row) continue;
    if (Math.abs(mark.at - at) <= Math.abs((best?.at ?? at + reach) - at)) best = mark;
  }
  return best;
}

/**
 * Scales a span around a time within it, and keeps it inside `all`; null where the result would cover all of it.
 * @param {Span} span @param {number} factor below 1 zooms in @param {number} around @param {Span} all
 * @returns {Span | null}
 */
export function zoom(span, factor, around, all) {
  const length = Math.max(2, (span.to - span.from) * factor);
  if (length >= all.to - all.from) return null;
  const share = (around - span.from) / (span.to - span.from);
  return within({ from: around - length * share, to: around + length * (1 - share) }, all);
}

/**
 * Moves a span so that it is inside `all`.
 * @param {Span} span @param {Span} all @returns {Span}
 */
export function within(span, all) {
  const length = span.to - span.from;
  const from = Math.min(Math.max(span.from, all.from), Math.max(all.from, all.to - length));
  return { from, to: from + length };
}

/**
 * Returns the marks of the time axis: at round times since `origin`, at least `room` pixels apart.
 * @param {Span} span @param {number} origin the zero of the axis @param {number} scale pixels per millisecond
 * @returns {{ x: number, label: string }[]}
 */
export function axisMarks(span, origin, scale, room = 70) {
  const least = Math.max(1, room / scale); // times are whole milliseconds
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= least) ?? least;
  const marks = [];
  for (let time = Math.ceil((span.from - origin) / step) * step; time + origin <= span.to && marks.length < 100; time += step) {
    marks.push({ x: (time + origin - span.from) * scale, label: formatMoment(time, step) });
  }
  return marks;
}
