// @ts-check
import { ask } from './server.js';

/**
 * What this page may do, and why.
 * @typedef {object} Access
 * @property {'visitor' | 'presenter'} role
 * @property {'local' | 'token' | 'cookie' | null} by what lets it in
 * @property {string} detail a sentence
 * @property {('reads' | 'computes' | 'observes' | 'writes')[]} may
 * @property {string | null} signIn the address of the sign-in page; null where there is no token to sign in with
 * @property {string | null} expires when one has to sign in again
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

/** @param {string} address @param {string} [body] JSON */
function post(address, body) {
  /** @type {Record<string, string>} */
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return ask(address, { method: 'POST', headers, body });
}
