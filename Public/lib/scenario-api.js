// @ts-check
import { Refusal } from './problem.js';
import { nameInPath } from './scenario-names.js';
import { ask } from './server.js';
import { inside } from './site.js';

/** @typedef {import('./scenario-feed.js').Mistake} Mistake */
/** @typedef {{ name: string, source: string, etag: string, origin: 'file' | 'saved', version: number | null, updated: string, address: string | null, play: string | null }} StoredScenario */
/** @typedef {{ number: number, size: number, note: string | null, author: string | null, saved: string }} Version */
/**
 * One action of a plan. `time` is in seconds since the beginning.
 * @typedef {{ time: number, action: string, line: number, text?: string, status?: number, how?: string, name?: string }} PlanAction
 */
/**
 * The result of `POST /api/validate`.
 * @typedef {object} Findings
 * @property {boolean} valid
 * @property {Mistake[]} mistakes
 * @property {Mistake[]} warnings
 * @property {string} [title]
 * @property {import('./record-parser.js').StreamFormat} [format] the framing of its stream
 * @property {boolean} [drawsSeed] whether each request draws its own seed; the actions are those of seed 1
 * @property {import('./client-call.js').ClientCall | null} [client] how it is meant to be called
 * @property {boolean} [endless]
 * @property {number | null} [events]
 * @property {number | null} [duration] in seconds
 * @property {PlanAction[]} [actions]
 * @property {boolean} [more] whether the plan continues after them
 * @property {import('./attempt-words.js').AttemptOutline[]} [attempts] how each connection of a session is answered
 */

/**
 * Checks a text without saving it.
 * @param {string} text
 * @param {{ actions?: number, signal?: AbortSignal }} options
 * @returns {Promise<Findings>}
 */
export async function validate(text, { actions = 0, signal } = {}) {
  return json(await send('POST', `/api/validate?actions=${actions}`, { text, signal }));
}

/**
 * A text that can be played without being saved, until `expires`.
 * @typedef {{ id: string, play: string, expires: string }} Draft
 */

/**
 * Makes an address that plays a text for an hour, without saving the text.
 * @param {string} text @returns {Promise<Draft>}
 */
export async function makeDraft(text) {
  return inside(await json(await send('POST', '/api/drafts', { text })));
}

/**
 * Whether a draft still exists; null where that could not be determined.
 * @param {string} id
 */
export async function hasDraft(id) {
  try {
    await send('GET', `/api/drafts/${encodeURIComponent(id)}`);
    return true;
  } catch (error) {
    return error instanceof Refusal && error.status === 404 ? false : null;
  }
}

/** @param {string} name @returns {Promise<StoredScenario>} */
export async function readScenario(name) {
  return inside(await json(await send('GET', `/api/scenarios/${nameInPath(name)}`)));
}

/**
 * Reads the first actions of a scenario's plan.
 * @param {string} name @returns {Promise<{ actions: PlanAction[], more: boolean, attempts: import('./attempt-words.js').AttemptOutline[] }>}
 */
export async function readOutline(name) {
  return json(await send('GET', `/api/scenarios/${nameInPath(name)}/outline`));
}

/**
 * Saves a text: replaces the version with the `etag`, or, where that is null, creates a scenario under a free name.
 * @param {string} name
 * @param {string} text
 * @param {string | null} etag
 * @returns {Promise<StoredScenario>}
 */
export async function saveScenario(name, text, etag) {
  /** @type {Record<string, string>} */
  const headers = etag === null ? { 'If-None-Match': '*' } : { 'If-Match': etag };
  return inside(await json(await send('PUT', `/api/scenarios/${nameInPath(name)}`, { text, headers })));
}

/**
 * Saves all scenarios of an archive, or none.
 * @param {ArrayBuffer} bytes @param {string} type
 * @returns {Promise<{ created: string[], updated: string[], unchanged: string[], skipped: string[] }>} their names
 */
export async function importArchive(bytes, type) {
  return json(await ask('/api/import', { method: 'POST', headers: { 'Content-Type': type }, body: bytes }));
}

/** @param {string} name */
export async function deleteScenario(name) {
  await send('DELETE', `/api/scenarios/${nameInPath(name)}`);
}

/**
 * Restores a deleted scenario, with its versions.
 * @param {string} name
 */
export async function undeleteScenario(name) {
  await send('POST', `/api/scenarios/${nameInPath(name)}/undelete`);
}

/** @param {string} name @returns {Promise<Version[]>} the latest first */
export async function readVersions(name) {
  return (await json(await send('GET', `/api/scenarios/${nameInPath(name)}/versions`))).versions;
}

/**
 * Reads a unified diff of two versions.
 * @param {string} name @param {number} from @param {number} to @returns {Promise<string>}
 */
export async function readDiff(name, from, to) {
  return (await json(await send('GET', `/api/scenarios/${nameInPath(name)}/diff?from=${from}&to=${to}`))).diff;
}

/**
 * Saves the text of an earlier version as a new version.
 * @param {string} name @param {number} number @param {string} etag @returns {Promise<StoredScenario>}
 */
export async function restoreVersion(name, number, etag) {
  const address = `/api/scenarios/${nameInPath(name)}/versions/${number}/restore`;
  return inside(await json(await send('POST', address, { headers: { 'If-Match': etag } })));
}

/**
 * @param {string} method
 * @param {string} address
 * @param {{ text?: string, headers?: Record<string, string>, signal?: AbortSignal }} options
 */
function send(method, address, { text, headers = {}, signal } = {}) {
  /** @type {Record<string, string>} */
  const type = text === undefined ? {} : { 'Content-Type': 'application/yaml' };
  return ask(address, { method, headers: { ...type, ...headers }, body: text, signal });
}

/** @param {Response} response */
function json(response) {
  return response.json();
}
