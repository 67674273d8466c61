// @ts-check

/**
 * Where a connection stands, and why, in words for people.
 *
 * @typedef {object} ConnectionState
 * @property {'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed'} name
 * @property {string} [reason] what led here: an HTTP status, an end, an error
 * @property {string} [lastEventId] that is sent when coming back, where it is known to be another than the last that came
 * @property {boolean} [failed] true where the reason is a failure
 * @property {boolean} [succeeded] true where it is over because the server asked for that: 204
 * @property {import('./problem.js').Refusal} [refusal] what was refused for want of permission
 * @property {boolean} [isUnexplained] true where the client was not told why, as with EventSource
 * @property {number} [retryAt] when it will be tried again, in milliseconds since the epoch
 */

/**
 * What a connection tells the one who opened it.
 *
 * @typedef {object} ConnectionObserver
 * @property {(state: ConnectionState) => void} state
 * @property {(event: import('./event-stream-parser.js').StreamEvent) => void} event
 * @property {(reason: import('./event-stream-parser.js').Reason, text: string) => void} [nothing]
 * @property {(milliseconds: number) => void} [retry]
 * @property {(count: number) => void} [bytes] how many bytes of the body arrived
 * @property {(chunk: Uint8Array) => void} [chunk] a piece of the body as the network gave it
 * @property {(headers: Headers) => void} [head]
 */

/**
 * The sentence that describes a state.
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
