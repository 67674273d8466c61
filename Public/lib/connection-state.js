// @ts-check

/**
 * The state of a connection, and the reason for it in words for people.
 *
 * @typedef {object} ConnectionState
 * @property {'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed'} name
 * @property {string} [reason] the cause of this state: an HTTP status, an end, an error
 * @property {string} [lastEventId] the ID that the reconnection sends, where it is known to differ from that of the last event
 * @property {boolean} [failed] whether the reason is a failure
 * @property {boolean} [succeeded] whether the stream is complete, or the server asked the client not to return (204)
 * @property {import('./problem.js').Refusal} [refusal] the response, where it was refused for lack of permission
 * @property {boolean} [isUnexplained] whether the client does not know the reason, as with EventSource
 * @property {number} [retryAt] when the next attempt is made, in milliseconds since the epoch
 */

/**
 * The callbacks of a connection.
 *
 * @typedef {object} ConnectionObserver
 * @property {(state: ConnectionState) => void} state
 * @property {(event: import('./event-stream-parser.js').StreamEvent) => void} event
 * @property {(reason: import('./event-stream-parser.js').Reason, text: string) => void} [nothing]
 * @property {(milliseconds: number) => void} [retry]
 * @property {(count: number) => void} [bytes] the number of bytes of the body that arrived
 * @property {(chunk: Uint8Array) => void} [chunk] a piece of the body as the network gave it
 * @property {(headers: Headers) => void} [head]
 */

/**
 * Describes a state in a few words.
 * @param {ConnectionState} state
 * @param {number} now in milliseconds since the epoch
 */
export function describeState(state, now) {
  if (state.name === 'reconnecting' && state.retryAt !== undefined) {
    const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
    return seconds > 0 ? `reconnecting in ${seconds} s` : 'reconnecting';
  }
  if (state.name === 'closed' && state.succeeded) return 'closed as asked';
  return { idle: 'not connected', connecting: 'connecting', open: 'open', reconnecting: 'reconnecting', closed: 'closed' }[
    state.name
  ];
}
