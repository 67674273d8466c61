// @ts-check

/** @typedef {{ at: number, lane: string, number: number }} Mark */
/** @typedef {{ name: string, xs: number[], count: number }} Lane */
/** @typedef {{ from: number, to: number, milliseconds: number }} Gap */

const MOST_LANES = 7;
/** The lane of what dispatched nothing, and that of the types for which there is no room. */
export const NOTHING_LANE = 'comments, retry';
const OTHERS_LANE = 'other types';

/**
 * Where marks go: one lane an event type, in the order in which they first came, and in a lane at most one mark a pixel,
 * so that 10,000 events are drawn as fast as a thousand.
 *
 * @param {readonly Mark[]} marks in order of their time
 * @param {number} width in pixels
 * @param {number} [until] the time at the right edge, when it is after the last mark
 */
export function layOut(marks, width, until = 0) {
  const start = marks[0]?.at ?? 0;
  const end = Math.max(marks.at(-1)?.at ?? 0, until, start + 1);
  const scale = width / (end - start);
  const types = [...new Set(marks.map(({ lane }) => lane))].filter((lane) => lane !== NOTHING_LANE);
  const shown = types.length > MOST_LANES ? [...types.slice(0, MOST_LANES - 1), OTHERS_LANE] : types;
  /** @type {Map<string, Lane>} */
  const lanes = new Map();
  for (const name of [...shown, ...(marks.some(({ lane }) => lane === NOTHING_LANE) ? [NOTHING_LANE] : [])]) {
    lanes.set(name, { name, xs: [], count: 0 });
  }
  for (const mark of marks) {
    const lane = lanes.get(mark.lane) ?? lanes.get(OTHERS_LANE);
    if (!lane) continue;
    const x = Math.round((mark.at - start) * scale);
    lane.count += 1;
    if (lane.xs.at(-1) !== x) lane.xs.push(x);
  }
  return { start, end, scale, lanes: [...lanes.values()], gaps: gapsOf(marks, start, scale) };
}

/**
 * Silences of 250 ms or more that are wide enough to be told apart.
 * @param {readonly Mark[]} marks @param {number} start @param {number} scale
 */
function gapsOf(marks, start, scale) {
  /** @type {Gap[]} */
  const gaps = [];
  for (let index = 1; index < marks.length; index += 1) {
    const milliseconds = marks[index].at - marks[index - 1].at;
    if (milliseconds < 250 || milliseconds * scale < 34) continue;
    gaps.push({ from: (marks[index - 1].at - start) * scale, to: (marks[index].at - start) * scale, milliseconds });
  }
  return gaps;
}

/**
 * The mark nearest to a place, or null where there is none within reach.
 * @param {readonly Mark[]} marks @param {string | null} lane @param {number} at @param {number} reach
 */
export function nearest(marks, lane, at, reach) {
  /** @type {Mark | null} */
  let best = null;
  for (const mark of marks) {
    if (lane !== null && mark.lane !== lane) continue;
    if (Math.abs(mark.at - at) <= Math.abs((best?.at ?? at + reach) - at)) best = mark;
  }
  return best;
}
