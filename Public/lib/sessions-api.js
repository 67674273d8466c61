// @ts-check
import { Refusal, sentenceOf } from './problem.js';
import { ask, send, server } from './server.js';
import { SharedStream } from './shared-stream.js';
import { viewer } from './viewer.js';

const ADDRESS = '/api/sessions';
/** The most sessions without open streams that are listed; those with open streams are all listed. */
const MOST_AT_REST = 100;

/** @typedef {import('./session-board.js').Session} Session */

/**
 * Follows all streams: first a list, then each change.
 *
 * @param {object} observer
 * @param {(sessions: Session[], total: number) => void} observer.list called first, and whenever changes were missed
 * @param {(type: string, data: any) => void} observer.change
 * @param {(message: string | null) => void} observer.trouble why the sessions cannot be read; null after success, or if the server is down
 * @param {(refusal: Refusal) => void} observer.refused called instead of `trouble` where permission is lacking
 * @returns {{ close(): void, retry(): void }}
 */
export function followSessions(observer) {
  // Changes that arrive while the list is being read are applied after it.
  /** @type {[string, any][] | null} */
  let waiting = null;
  let isClosed = false;
  let isOutdated = false;
  /** @type {SharedStream | null} */
  let stream = null;
  let reader = '';

  const read = async () => {
    // The list may be older than the first change of the feed; it is then read again.
    isOutdated = true;
    while (isOutdated && !waiting && !isClosed) {
      isOutdated = false;
      await readOnce();
    }
  };
  const readOnce = async () => {
    waiting = [];
    try {
      const response = await ask(`${ADDRESS}?limit=${MOST_AT_REST}`, { headers: { Accept: 'application/json' } });
      const { sessions, total } = await response.json();
      if (isClosed) return;
      observer.list(sessions, total);
      observer.trouble(null);
      for (const [type, data] of waiting) observer.change(type, data);
    } catch (error) {
      const isGone = error instanceof Refusal && error.status === 0;
      const isOfAccess = error instanceof Refusal && error.isOfAccess;
      if (isOfAccess) observer.refused(error);
      observer.trouble(isGone || isOfAccess ? null : `The sessions could not be read: ${sentenceOf(error)}`);
    }
    waiting = null;
  };
  const take = (/** @type {import('./event-stream-parser.js').StreamEvent} */ { type, data }) => {
    if (type === 'reset') viewer.read(); // the viewer may have been signed out or removed
    if (type === 'ready' || type === 'reset') read();
    else if (waiting) waiting.push([type, JSON.parse(data)]);
    else observer.change(type, JSON.parse(data));
  };
  const onState = (/** @type {string} */ state) => {
    if (state === 'open' || state === 'closed') read(); // where the server refuses the feed, the response to reading the list says why
  };
  const open = () => {
    if (isClosed) return;
    stream?.close();
    reader = viewer.identity;
    stream = new SharedStream(ADDRESS, { event: take, state: onState }, reader);
  };
  viewer.ready.then(open); // what the server sends depends on the viewer
  const stopKnowing = viewer.onChange(() => stream && viewer.identity !== reader && open());
  const retry = () => {
    stream?.retry();
    read();
  };
  const stopWatching = server.onUp(retry);
  return {
    retry,
    close() {
      isClosed = true;
      stopWatching();
      stopKnowing();
      stream?.close();
    },
  };
}

/**
 * Opens a gate for the streams that wait at it.
 * @param {string} session @param {string} gate @param {string} [value] JSON, for gates that await a value
 */
export async function openGate(session, gate, value) {
  await send('POST', `${ADDRESS}/${encodeURIComponent(session)}/gates/${encodeURIComponent(gate)}`, value);
}

/**
 * Lets the waiting streams of a session continue to their next gate. If none waits, the next stream that reaches a gate passes it.
 * @param {string} session
 * @returns {Promise<string[]>} the streams that continue
 */
export async function step(session) {
  return (await (await send('POST', `${ADDRESS}/${encodeURIComponent(session)}/step`)).json()).released;
}
