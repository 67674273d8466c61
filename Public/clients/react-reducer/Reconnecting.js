// @ts-check
import { follow } from '../fetch-stream/client.js';
import { Events, State, mountStream } from '../react/StartStop.js';
import { createElement as h, useEffect, useReducer, useState } from '../react/react.js'; // in your app: from 'react'
import { INITIAL, streamReducer } from './streamReducer.js';

/** @param {{ url: string | null, onClosed: () => void }} props */
function Stream({ url, onClosed }) {
  const [stream, dispatch] = useReducer(streamReducer, INITIAL);
  const { state, reason, attempt, retryAt, lastEventId, count, events } = stream;

  useEffect(() => {
    if (url === null) {
      dispatch({ to: 'state', state: 'closed', reason: 'stopped here' });
      return undefined;
    }
    let isMounted = true;
    dispatch({ to: 'started' });
    // Through fetch, because EventSource reports neither why the connection was lost nor when it reconnects.
    const stop = follow(url, {
      onEvent: (/** @type {any} */ event) => isMounted && dispatch({ to: 'event', event }),
      onState: (/** @type {any} */ state, /** @type {any} */ reason, /** @type {any} */ retryAt) => isMounted && dispatch({ to: 'state', state, reason, retryAt }),
    });
    // StrictMode mounts twice: ignore what the first connection still reports.
    return () => {
      isMounted = false;
      stop();
    };
  }, [url]);

  useEffect(() => {
    if (state === 'closed') onClosed();
  }, [state]);

  return h(
    'div',
    { className: 'client-stream', 'data-state': state },
    h(State, { state, reason }),
    state === 'reconnecting' && h(Wait, { key: retryAt, retryAt, attempt, lastEventId }),
    h('p', { className: 'client-count muted' }, `${count} event${count === 1 ? '' : 's'}`),
    h(Events, { events }),
  );
}

/**
 * Tells the user about the next attempt while nothing arrives.
 * @param {{ retryAt: number, attempt: number, lastEventId: string }} props
 */
function Wait({ retryAt, attempt, lastEventId }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, (retryAt - now) / 1000).toFixed(1);
  return h('p', { className: 'trouble' }, `Trying again in ${seconds} s, attempt ${attempt}${lastEventId ? `, going on after event ${lastEventId}` : ''}. What you see may be out of date.`);
}

/** @param {Element} container @param {{ url: string, types: string[] }} props */
export function mount(container, props) {
  return mountStream(Stream, container, props);
}
