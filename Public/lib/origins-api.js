// @ts-check
import { ask } from './server.js';

/**
 * An origin whose pages asked for a stream that they may not read.
 * @typedef {{ origin: string, target: string, time: string, count: number, advice: string }} RefusedOrigin
 */

/** @returns {Promise<RefusedOrigin[]>} the latest first */
export async function readRefusedOrigins() {
  return (await (await ask('/api/origins')).json()).refused;
}
