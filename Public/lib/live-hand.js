// @ts-check
import { send } from './server.js';

/**
 * The operations on streams by hand while they play, in the words of the API and of the command line.
 * @typedef {'inject' | 'pause' | 'freeze' | 'resume' | 'gate' | 'end' | 'cut' | 'reset'} Verb
 */
/**
 * The streams to act on. Exactly one of the members is set.
 * @typedef {{ stream?: string, session?: string, scenario?: string, timeline?: string, participant?: string, all?: 'true' }} Target
 */
/** @typedef {{ event?: string, id?: string, data?: string, comment?: string, retry?: string, raw?: string, every?: string, times?: number }} Injection */

/**
 * Performs a verb on streams.
 *
 *     await hand('inject', { session: 'demo' }, { event: 'note', data: 'Hello' });
 *
 * @param {Verb} verb @param {Target} target @param {Injection} [body]
 * @returns {Promise<number>} the number of streams that it reached
 */
export async function hand(verb, target, body) {
  const query = new URLSearchParams(Object.entries(target));
  return (await (await send('POST', `/api/streams/${verb}?${query}`, body && JSON.stringify(body))).json()).reached;
}

/**
 * Names the streams of a target, for use in a sentence.
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
