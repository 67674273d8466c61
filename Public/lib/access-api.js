// @ts-check
import { ask, send } from './server.js';

/**
 * A participant of the room.
 * @typedef {object} Participant
 * @property {string} name
 * @property {number} colour 0 to 11
 * @property {string} key with which they join again on another device
 * @property {string} session the key of their session; their other sessions have keys that begin with it and a hyphen
 */
/**
 * The viewer's rights, and the reason for them.
 * @typedef {object} Access
 * @property {'visitor' | 'participant' | 'presenter'} role
 * @property {'local' | 'token' | 'cookie' | 'room' | null} by the reason why the role was granted
 * @property {string} detail a sentence that explains it
 * @property {string[]} may
 * @property {string | null} signIn the address of the sign-in page; null where there is no token to sign in with
 * @property {string | null} expires when the sign-in expires
 * @property {{ name: string } | null} [room] the open room
 * @property {Participant | null} [you] the participant that this browser joined as; the presenter may have joined, too
 * @property {string | null} [join] the address of the join page; null where no room is open
 * @property {string | null} [origin] the origin at which others reach this server, such as `http://192.168.1.5:8000`; null where no room is open
 */

/** @returns {Promise<Access>} */
export async function readAccess() {
  return (await ask('/api/access')).json();
}

/**
 * Signs in with the server's token. The browser keeps the cookie that the response sets.
 * @param {string} token
 */
export async function signIn(token) {
  await send('POST', '/api/sign-in', JSON.stringify({ token }));
}

export async function signOut() {
  await send('POST', '/api/sign-out');
}

/**
 * Joins the room. The browser keeps the cookie that the response sets.
 * @param {{ name?: string, key?: string, code?: string }} as a free name, or the key of a participant who has joined on another device; in
 *   either case with the room's code, unless the page was opened through the room's link
 */
export async function join(as) {
  await send('POST', '/api/join', JSON.stringify(as));
}

/** Leaves the room in this browser. The participant's name and work are kept. */
export async function leave() {
  await send('POST', '/api/leave');
}
