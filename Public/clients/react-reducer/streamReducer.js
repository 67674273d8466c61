// @ts-check

/** @typedef {{ key: number, type: string, data: string, id: string }} ReceivedEvent */
/**
 * @typedef {object} Stream
 * @property {'connecting' | 'open' | 'reconnecting' | 'closed'} state
 * @property {string} reason
 * @property {number} attempt the number of attempts since it was last open
 * @property {number | null} retryAt when the next attempt is made, in milliseconds since the epoch
 * @property {string} lastEventId the ID of the event after which the next request resumes
 * @property {number} count
 * @property {ReceivedEvent[]} events the latest ones
 */

const KEPT = 100;

/** @type {Stream} */
export const INITIAL = { state: 'connecting', reason: '', attempt: 0, retryAt: null, lastEventId: '', count: 0, events: [] };

/**
 * Handles everything that can happen to a stream, as a pure function: it can be tested without React and without a network.
 * @param {Stream} stream
 * @param {{ to: 'started' } | { to: 'event', event: { type: string, data: string, lastEventId: string } }
 *   | { to: 'state', state: Stream['state'], reason?: string, retryAt?: number }} action
 * @returns {Stream}
 */
export function streamReducer(stream, action) {
  switch (action.to) {
    case 'started':
      return INITIAL;
    case 'event': {
      const { type, data, lastEventId } = action.event;
      const received = { key: stream.count, type, data, id: lastEventId };
      return { ...stream, lastEventId, count: stream.count + 1, events: [...stream.events, received].slice(-KEPT) };
    }
    default: {
      const { state, reason = '', retryAt = null } = action;
      if (stream.state === 'closed') return stream;
      const attempt = state === 'open' ? 0 : state === 'reconnecting' ? stream.attempt + 1 : stream.attempt;
      return { ...stream, state, reason, retryAt, attempt };
    }
  }
}
