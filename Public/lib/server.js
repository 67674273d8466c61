// @ts-check
import { Refusal, refusalOf } from './problem.js';
import { ServerWatch } from './server-watch.js';
import { at } from './site.js';

/** Watches whether the server of this page answers. */
export const server = new ServerWatch((signal) => fetch(at('/healthz'), { cache: 'no-store', signal }));

/**
 * Sends a request to the server. The status 304 counts as success, too.
 * @param {string} address a path of the playground
 * @param {RequestInit} [request]
 * @returns {Promise<Response>}
 * @throws {Refusal} where the server refuses, or cannot be reached
 */
export async function ask(address, request = {}) {
  let response;
  try {
    response = await fetch(at(address), { cache: 'no-store', ...request });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    server.check();
    throw Refusal.unreachable();
  }
  if (!response.ok && response.status !== 304) throw await refusalOf(response);
  return response;
}

/**
 * Sends a request that may have a body in JSON.
 *
 *     await send('POST', '/api/origins', JSON.stringify({ origin }));
 *
 * @param {string} method @param {string} address @param {string} [json]
 */
export function send(method, address, json) {
  return ask(address, json === undefined ? { method } : { method, headers: { 'Content-Type': 'application/json' }, body: json });
}
