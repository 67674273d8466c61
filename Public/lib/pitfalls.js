// @ts-check
import { ask } from './server.js';

/** @typedef {{ client: string, scenario: string, says?: string, connections?: number }} Half a client in pitfalls/clients/, and the scenario it plays */
/**
 * A mistake that everybody makes once: pitfalls/pitfalls.json has all of them.
 *
 * @typedef {object} Pitfall
 * @property {string} name
 * @property {string} group
 * @property {string} symptom
 * @property {string} cause
 * @property {string} fix
 * @property {string[]} types the event types to listen for
 * @property {Half} broken
 * @property {Half} fixed
 * @property {string} [note] what a page cannot show, and what else there is to know
 * @property {string} [speed] unless 1
 * @property {number} [connections] after how many it has shown enough
 * @property {boolean} [wire] whether the bytes are what there is to see
 * @property {string} [joined] the member of the data, or `data` itself, that makes one text
 */

/** @returns {Promise<Pitfall[]>} */
export async function readPitfalls() {
  return (await ask('/pitfalls/pitfalls.json')).json();
}

/**
 * What the scenarios of the pitfalls say of themselves, by name.
 * @returns {Promise<Map<string, { title: string, description: string }>>}
 */
export async function readPitfallScenarios() {
  const { scenarios } = await (await ask('/api/scenarios?tag=pitfall')).json();
  return new Map(scenarios.map((/** @type {{ name: string, title: string, description: string }} */ scenario) => [scenario.name, scenario]));
}

/**
 * A title without the half that it is of: `A retry of zero (broken)` is `A retry of zero`.
 * @param {string} title
 */
export function commonTitle(title) {
  return title.replace(/ \((broken|fixed)\)$/, '');
}
