// @ts-check
import { planMarks } from './plan-marks.js';
import { NOTHING_ROW } from './timeline-marks.js';

/**
 * Whether a client has to come back to see what a scenario is about: it says how attempts are answered, how it is resumed, when to come
 * back, or that the stream breaks.
 * @param {string} text of the scenario
 */
export function isAboutReconnecting(text) {
  return text.split('\n').some((line) => /^(attempts|resume|retry):/.test(line) || /^\s*(?:-\s*)?(?:\{(?:.*,)?\s*)?(?:retry|end|respond):(?!\s*hold\b)/.test(line));
}

/**
 * Whether the text has events whose type an expression gives.
 * @param {string} text
 */
export function hasEventTypesToWorkOut(text) {
  // Line by line, and in a line the first key and the last expression: a long one is looked through once.
  return text.split('\n').some((line) => {
    const key = line.search(/(?:^|[\s{,-])event:/);
    return key >= 0 && line.lastIndexOf('${') > key;
  });
}

/**
 * The event types of what a plan sends.
 * @param {readonly import('./scenario-api.js').PlanAction[]} actions
 */
export function eventTypesOf(actions) {
  return [...new Set(planMarks(actions).marks.map(({ row }) => row))].filter((row) => row !== NOTHING_ROW).slice(0, 50);
}

/**
 * The names in the text that an `event:` key gives, as far as they are plain words: what a client can listen for before anything came.
 * @param {string} text
 */
export function eventTypesIn(text) {
  const found = Array.from(text.matchAll(/(?:^|[\s{,-])event:\s*(?:"([^"$\n]+)"|'([^'$\n]+)'|([^\s"'${},#][^\s${},#]*))/gm), (match) => match[1] ?? match[2] ?? match[3]);
  return [...new Set(found)];
}
