// @ts-check
import { ask } from './server.js';

/**
 * What a hand does to streams while they play: the words of the API and of the command line.
 * @typedef {'inject' | 'pause' | 'freeze' | 'resume' | 'gate' | 'end' | 'cut' | 'reset'} Verb
 */
/**
 * Whose streams are meant: one of these.
 * @typedef {{ stream?: string, session?: string, scenario?: string, timeline?: string, participant?: string, all?: 'true' }} Target
 */
/** @typedef {{ event?: string, id?: string, data?: string, comment?: string, retry?: string, raw?: string, every?: string, times?: number }} Injection */

/**
 * Does something to streams.
 *
 *     await hand('inject', { session: 'demo' }, { event: 'note', data: 'Hello' });
 *
 * @param {Verb} verb @param {Target} target @param {Injection} [body]
 * @returns {Promise<number>} how many streams were reached
 */
export async function hand(verb, target, body) {
  const query = new URLSearchParams(Object.entries(target));
  /** @type {RequestInit} */
  const request = { method: 'POST' };
  if (body) Object.assign(request, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return (await (await ask(`/api/streams/${verb}?${query}`, request)).json()).reached;
}

/**
 * Whose streams are meant, for a sentence.
 * @param {Target} target
 */
export function nameOf({ stream, session, scenario, timeline, participant }) {
  if (stream) return `stream ${stream}`;
  if (session) return `session ${session}`;
  if (scenario) return `the streams of ${scenario}`;
  if (timeline) return `the shared timeline of ${timeline}`;
  if (participant) return `every stream of ${participant}`;
  return 'every stream';
}
