// @ts-check
import { Refusal, refusalOf } from './problem.js';
import { ServerWatch } from './server-watch.js';
import { at } from './site.js';

/** Whether the server of this page answers. */
export const server = new ServerWatch((signal) => fetch(at('/healthz'), { cache: 'no-store', signal }));

/**
 * Asks the server for something; an unchanged answer (304) is one, too.
 * @param {string} address of the playground
 * @param {RequestInit} [request]
 * @returns {Promise<Response>}
 * @throws {Refusal} where it refuses, or cannot be reached
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
