// @ts-check
import { makeParser } from './record-parser.js';
import { NOTHING_ROW } from './timeline-marks.js';

/** @typedef {import('./scenario-api.js').PlanAction} PlanAction */

/** @type {Record<string, string>} Words for endings that break the stream off. */
const BREAKS = { truncate: 'the stream is truncated', reset: 'the connection is reset' };

/**
 * Returns a plan as marks of a timeline: the events that a client would receive, from the beginning to the first end.
 * @param {readonly PlanAction[]} actions
 * @param {import('./record-parser.js').StreamFormat} [format]
 */
export function planMarks(actions, format = 'sse') {
  /** @type {import('./timeline-marks.js').Mark[]} */
  const marks = [];
  /** @type {{ at: number, label: string }[]} */
  const breaks = [];
  let at = 0;
  const add = (/** @type {string} */ row) => void marks.push({ at, row, number: marks.length });
  const parser = makeParser(format, { event: ({ type }) => add(type), nothing: () => add(NOTHING_ROW), retry: () => add(NOTHING_ROW) });
  const encoder = new TextEncoder();
  for (const { time, action, text, how = '', status } of actions) {
    at = time * 1000;
    if (action === 'write') parser.push(encoder.encode(text ?? ''));
    if (action === 'respond') breaks.push({ at, label: `answers ${status}` });
    if (action === 'end') {
      parser.end();
      if (BREAKS[how]) breaks.push({ at, label: BREAKS[how] });
      break;
    }
  }
  return { marks, breaks };
}
