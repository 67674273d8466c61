// @ts-check
import { ask } from './server.js';

/** @typedef {{ client: string, scenario: string, says?: string, connections?: number }} Half a client in pitfalls/clients/, and the scenario it plays */
/**
 * A common mistake; pitfalls/pitfalls.json lists all of them.
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
 * @property {string} [note] facts that the page cannot show, and further information
 * @property {string} [speed] the playback speed, 1 unless given
 * @property {number} [connections] the number of connections after which the page stops a client
 * @property {boolean} [wire] whether the mistake is visible in the bytes
 * @property {string} [joined] the member of the data, or `data` itself, whose values are joined to one text
 */

/** @returns {Promise<Pitfall[]>} */
export async function readPitfalls() {
  return (await ask('/pitfalls/pitfalls.json')).json();
}

/**
 * Reads the titles and descriptions of the pitfalls' scenarios, by name.
 * @returns {Promise<Map<string, { title: string, description: string }>>}
 */
export async function readPitfallScenarios() {
  const { scenarios } = await (await ask('/api/scenarios?tag=pitfall')).json();
  return new Map(scenarios.map((/** @type {{ name: string, title: string, description: string }} */ scenario) => [scenario.name, scenario]));
}

/**
 * Removes the name of the half from a title: `A retry of zero (broken)` becomes `A retry of zero`.
 * @param {string} title
 */
export function commonTitle(title) {
  return title.replace(/ \((broken|fixed)\)$/, '');
}
