// @ts-check
import { ask } from './server.js';

/**
 * Who somebody is in the room.
 * @typedef {object} Participant
 * @property {string} name
 * @property {number} colour 0 to 11
 * @property {string} key by which one joins as oneself on another device
 * @property {string} session the key of their sessions: this one, and those that begin with it and a hyphen
 */
/**
 * What this page may do, and why.
 * @typedef {object} Access
 * @property {'visitor' | 'participant' | 'presenter'} role
 * @property {'local' | 'token' | 'cookie' | 'room' | null} by what lets it in
 * @property {string} detail a sentence
 * @property {string[]} may
 * @property {string | null} signIn the address of the sign-in page; null where there is no token to sign in with
 * @property {string | null} expires when one has to sign in again
 * @property {{ name: string } | null} [room] the one that is open
 * @property {Participant | null} [you] as whom one has joined it; the presenter may have, too
 * @property {string | null} [join] the address of the page to join at; null where no room is open
 * @property {string | null} [origin] `http://192.168.1.5:8000`: by which others reach this server; null where no room is open
 */

/** @returns {Promise<Access>} */
export async function readAccess() {
  return (await ask('/api/access')).json();
}

/**
 * Shows the server's token; the browser keeps the cookie that it answers.
 * @param {string} token
 */
export async function signIn(token) {
  await post('/api/sign-in', JSON.stringify({ token }));
}

export async function signOut() {
  await post('/api/sign-out');
}

/**
 * Joins the room; the browser keeps the cookie that it answers.
 * @param {{ name?: string, key?: string, code?: string }} as a name that is free, or the key of who has joined on another device; with the
 *   room's code, unless the room's link was followed
 */
export async function join(as) {
  await post('/api/join', JSON.stringify(as));
}

/** Leaves the room in this browser. Name and work stay. */
export async function leave() {
  await post('/api/leave');
}

/** @param {string} address @param {string} [body] JSON */
function post(address, body) {
  /** @type {Record<string, string>} */
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return ask(address, { method: 'POST', headers, body });
}
