// @ts-check
import { Refusal } from './problem.js';
import { ask, server } from './server.js';
import { SharedStream } from './shared-stream.js';
import { viewer } from './viewer.js';

const ADDRESS = '/api/sessions';
/** Beside those that have open streams, which are all listed. */
const MOST_AT_REST = 100;

/** @typedef {import('./session-board.js').Session} Session */

/**
 * Follows what happens to streams: all of it once, then each change.
 *
 * @param {object} observer
 * @param {(sessions: Session[], total: number) => void} observer.list at first, and whenever changes were missed
 * @param {(type: string, data: any) => void} observer.change
 * @param {(message: string | null) => void} observer.trouble why the server does not tell; null when it does again, or is gone
 * @param {(refusal: Refusal) => void} observer.refused told in place of that where permission is wanting
 * @returns {{ close(): void, retry(): void }}
 */
export function followSessions(observer) {
  // Changes that come while the list is read are for after it.
  /** @type {[string, any][] | null} */
  let waiting = null;
  let isClosed = false;
  let isOutdated = false;
  /** @type {SharedStream | null} */
  let stream = null;
  let reader = '';

  const read = async () => {
    // What is being read may be from before the feed began to tell of changes: then it is read once more.
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
      observer.trouble(isGone || isOfAccess ? null : `The sessions could not be read: ${error instanceof Error ? error.message : error}`);
    }
    waiting = null;
  };
  const take = (/** @type {import('./event-stream-parser.js').StreamEvent} */ { type, data }) => {
    if (type === 'reset') viewer.read(); // one may be told more or less now: signed out, or removed
    if (type === 'ready' || type === 'reset') read();
    else if (waiting) waiting.push([type, JSON.parse(data)]);
    else observer.change(type, JSON.parse(data));
  };
  const onState = (/** @type {string} */ state) => {
    if (state === 'open' || state === 'closed') read(); // where the server refuses the feed, it says why when the list is read
  };
  const open = () => {
    if (isClosed) return;
    stream?.close();
    reader = viewer.identity;
    stream = new SharedStream(ADDRESS, { event: take, state: onState }, reader);
  };
  viewer.ready.then(open); // the server tells each their own
  const stopKnowing = viewer.onChange(() => stream && viewer.identity !== reader && open());
  const retry = () => {
    stream?.retry();
    read();
  };
  const stopWatching = server.onChange((state) => state === 'up' && retry());
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
 * Lets the streams that wait at a gate go on.
 * @param {string} session @param {string} gate @param {string} [value] JSON, for those that await one
 */
export async function openGate(session, gate, value) {
  await send('POST', `${encodeURIComponent(session)}/gates/${encodeURIComponent(gate)}`, value);
}

/**
 * Lets what waits in a session go on to the next gate; if nothing waits, the next stream that comes to a gate passes it.
 * @param {string} session
 * @returns {Promise<string[]>} the streams that go on
 */
export async function step(session) {
  return (await (await send('POST', `${encodeURIComponent(session)}/step`)).json()).released;
}

/** @param {string} method @param {string} path @param {string} [body] JSON */
function send(method, path, body) {
  return ask(`${ADDRESS}/${path}`, body === undefined ? { method } : { method, headers: { 'Content-Type': 'application/json' }, body });
}
