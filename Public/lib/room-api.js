// @ts-check
import { ask } from './server.js';

/**
 * Somebody in the room, as the presenter is told.
 * @typedef {object} Member
 * @property {string} name
 * @property {number} colour
 * @property {string} session
 * @property {string} joined in ISO 8601
 * @property {boolean} [in] whether they have a cookie of the room as it is: not after everybody was signed out
 * @property {boolean} here whether a page or a stream of theirs is open
 * @property {number} scenarios how many they have saved
 */
/**
 * What everybody in the room was given: a scenario by its name, or a text of its own.
 * @typedef {{ id: string, title: string, scenario?: string | null, source?: string | null }} HandOut
 */
/** @typedef {{ name: string, join: string, addresses: string[], participants: Member[], handout: HandOut | null }} Room */

/** @returns {Promise<Room>} */
export async function readRoom() {
  return (await ask('/api/room')).json();
}

/** The join link as a QR code: an address of the playground, of an SVG image. */
export const QR_ADDRESS = '/api/room/qr.svg';

/** @returns {Promise<HandOut | null>} what is handed out now */
export async function readHandOut() {
  const response = await ask('/api/room/hand-out');
  return response.status === 204 ? null : response.json();
}

/**
 * Gives everybody in the room a scenario: their pages open it.
 * @param {string} scenario its name
 */
export async function handOut(scenario) {
  await ask('/api/room/hand-out', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ scenario }) });
}

/** Who joins from now on is given nothing. */
export async function endHandOut() {
  await ask('/api/room/hand-out', { method: 'DELETE' });
}

/** Makes a new code: everybody has to join anew. Names and work stay. */
export async function signEverybodyOut() {
  await ask('/api/room/sign-out', { method: 'POST' });
}

/**
 * Takes somebody out of the room, with their work.
 * @param {string} name
 */
export async function removeParticipant(name) {
  await ask(`/api/room/participants/${encodeURIComponent(name)}`, { method: 'DELETE' });
}

/** Forgets names, work, journals and what was handed out. */
export async function forgetRoom() {
  await ask('/api/room', { method: 'DELETE' });
}
