// @ts-check
import { ask, send } from './server.js';

/**
 * A participant of the room, as the server describes them to the presenter.
 * @typedef {object} Member
 * @property {string} name
 * @property {number} colour
 * @property {string} session
 * @property {string} joined in ISO 8601
 * @property {boolean} [in] whether their cookie is valid: false after everybody was signed out, until they join again
 * @property {boolean} here whether a page or a stream of theirs is open
 * @property {number} scenarios the number of scenarios that they have saved
 */
/**
 * The scenario that was handed out to everybody in the room: its name, or a text.
 * @typedef {{ id: string, title: string, scenario?: string | null, source?: string | null }} HandOut
 */
/** @typedef {{ name: string, join: string, addresses: string[], participants: Member[], handout: HandOut | null }} Room */

/** @returns {Promise<Room>} */
export async function readRoom() {
  return (await ask('/api/room')).json();
}

/** The address of the join link's QR code, an SVG image. */
export const QR_ADDRESS = '/api/room/qr.svg';

/** @returns {Promise<HandOut | null>} the current hand-out */
export async function readHandOut() {
  const response = await ask('/api/room/hand-out');
  return response.status === 204 ? null : response.json();
}

/**
 * Hands out a scenario to everybody in the room: their pages open it.
 * @param {string} scenario its name
 */
export async function handOut(scenario) {
  await send('POST', '/api/room/hand-out', JSON.stringify({ scenario }));
}

/** Ends the hand-out: participants who join later do not get it. */
export async function endHandOut() {
  await send('DELETE', '/api/room/hand-out');
}

/** Makes a new code, so that everybody has to join again. Names and work are kept. */
export async function signEverybodyOut() {
  await send('POST', '/api/room/sign-out');
}

/**
 * Removes a participant from the room, with their work.
 * @param {string} name
 */
export async function removeParticipant(name) {
  await send('DELETE', `/api/room/participants/${encodeURIComponent(name)}`);
}

/** Forgets names, work, journals and the hand-out. */
export async function forgetRoom() {
  await send('DELETE', '/api/room');
}
