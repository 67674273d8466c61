// @ts-check
import { ask, send } from './server.js';

/**
 * An origin whose pages requested a stream that they may not read.
 * @typedef {{ origin: string, target: string, time: string, count: number, advice: string }} RefusedOrigin
 */

/**
 * Lets the pages of an origin read streams until the server stops. The server allows it from its own machine only.
 * @param {string} origin
 */
export async function allowOrigin(origin) {
  await send('POST', '/api/origins', JSON.stringify({ origin }));
}

/** @returns {Promise<RefusedOrigin[]>} the latest first */
export async function readRefusedOrigins() {
  return (await (await ask('/api/origins')).json()).refused;
}
