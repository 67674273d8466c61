// @ts-check
import { useEffect, useReducer } from './react.js'; // in your app: from 'react'

/** @typedef {{ key: number, type: string, data: string, id: string }} ReceivedEvent */
/** @typedef {{ state: string, reason: string, count: number, events: ReceivedEvent[] }} Stream */

/** @type {Stream} */
const INITIAL = { state: 'connecting', reason: '', count: 0, events: [] };

/**
 * Returns the events of a stream and the state of its connection, for as long as the component is mounted.
 *
 *     const { state, reason, events } = useEventSource('/events', { types: ['message'] });
 *
 * @param {string | null} url null closes the stream
 * @param {object} options
 * @param {string[]} [options.types] the event types to receive
 * @param {string[]} [options.endTypes] the event types that end the stream
 * @param {number} [options.keep] the number of events to keep
 * @returns {Stream}
 */
export function useEventSource(url, { types = ['message'], endTypes = ['complete', 'all_complete'], keep = 100 } = {}) {
  const [stream, dispatch] = useReducer(reduce, INITIAL);
  // An array literal is a new array at each render. Comparing it by content avoids a reconnection each time.
  const names = JSON.stringify([...new Set([...types, ...endTypes])]);
  const ends = JSON.stringify(endTypes);

  useEffect(() => {
    if (url === null) {
      dispatch({ to: 'closed', reason: 'stopped here' });
      return undefined;
    }
    dispatch({ to: 'connecting' });
    const source = new EventSource(url);
    source.addEventListener('open', () => dispatch({ to: 'open' }));
    source.addEventListener('error', (event) => {
      if (event instanceof MessageEvent) return; // an event that the server named "error"
      if (source.readyState === EventSource.CLOSED) dispatch({ to: 'closed', reason: 'the server refused' });
      else dispatch({ to: 'reconnecting', reason: 'the connection was lost' });
    });
    for (const type of JSON.parse(names)) {
      source.addEventListener(type, (/** @type {Event} */ event) => {
        if (!(event instanceof MessageEvent)) return;
        dispatch({ to: 'received', event, keep });
        if (JSON.parse(ends).includes(type)) {
          source.close(); // otherwise EventSource reconnects when the server ends the stream
          dispatch({ to: 'closed', reason: `after the event ${type}` });
        }
      });
    }
    // React runs this when the component is unmounted or the address changes; in development, StrictMode mounts twice and
    // runs it in between. Without it, a second connection would stay open forever, and each event would arrive twice.
    return () => source.close();
  }, [url, names, ends, keep]);

  return stream;
}

/** @param {Stream} stream @param {any} action @returns {Stream} */
function reduce(stream, action) {
  switch (action.to) {
    case 'connecting':
      return INITIAL;
    case 'received': {
      const { type, data, lastEventId } = action.event;
      const received = { key: stream.count, type, data, id: lastEventId };
      return { ...stream, count: stream.count + 1, events: [...stream.events, received].slice(-action.keep) };
    }
    case 'closed':
      return stream.state === 'closed' ? stream : { ...stream, state: 'closed', reason: action.reason };
    default:
      return { ...stream, state: action.to, reason: action.reason ?? '' };
  }
}
