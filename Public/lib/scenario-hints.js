// @ts-check
import { planMarks } from './plan-marks.js';
import { NOTHING_ROW } from './timeline-marks.js';

/**
 * Whether a scenario shows its subject only to a client that reconnects: its text defines responses to attempts, resuming, a reconnection
 * time, or a break of the stream.
 * @param {string} text of the scenario
 */
export function isAboutReconnecting(text) {
  return text.split('\n').some((line) => /^(attempts|resume|retry):/.test(line) || /^\s*(?:-\s*)?(?:\{(?:.*,)?\s*)?(?:retry|end|respond):(?!\s*hold\b)/.test(line));
}

/**
 * Whether the text has events whose type is the result of an expression.
 * @param {string} text
 */
export function hasEventTypesToWorkOut(text) {
  // Looks for the first key and the last expression of each line, so that a long line is searched in linear time.
  return text.split('\n').some((line) => {
    const key = line.search(/(?:^|[\s{,-])event:/);
    return key >= 0 && line.lastIndexOf('${') > key;
  });
}

/**
 * Returns the types of the events that a plan sends.
 * @param {readonly import('./scenario-api.js').PlanAction[]} actions
 */
export function eventTypesOf(actions) {
  return [...new Set(planMarks(actions).marks.map(({ row }) => row))].filter((row) => row !== NOTHING_ROW).slice(0, 50);
}

/**
 * Returns the event types that the text gives as plain words: those a client can listen for before anything arrives.
 * @param {string} text
 */
export function eventTypesIn(text) {
  const found = Array.from(text.matchAll(/(?:^|[\s{,-])event:\s*(?:"([^"$\n]+)"|'([^'$\n]+)'|([^\s"'${},#][^\s${},#]*))/gm), (match) => match[1] ?? match[2] ?? match[3]);
  return [...new Set(found)];
}
