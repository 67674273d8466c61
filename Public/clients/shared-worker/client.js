// @ts-check

/**
 * Follows an event stream through a shared worker, which has one connection for all tabs that follow the same stream.
 *
 *     const stop = follow('/events', { types: ['message', 'complete'], onEvent: console.log, onState: console.log });
 *
 * Where there are no shared workers, a dedicated worker replaces it: then each tab has its own connection.
 *
 * @param {string} url
 * @param {object} options
 * @param {string[]} options.types the event types to receive
 * @param {(event: { type: string, data: string, lastEventId: string }) => void} options.onEvent
 * @param {(state: string, reason?: string) => void} options.onState
 * @returns {() => void} stops it for this tab; the last tab ends the stream
 */
export function follow(url, { types, onEvent, onState }) {
  const script = new URL('worker.js', import.meta.url);
  const isShared = 'SharedWorker' in globalThis;
  const worker = isShared ? new SharedWorker(script, { type: 'module', name: 'event streams' }) : new Worker(script, { type: 'module' });
  const port = worker instanceof Worker ? worker : worker.port;
  let isFollowing = true;

  port.onmessage = ({ data: { event, state, reason, tabs } }) => {
    if (!isFollowing) return;
    if (event) onEvent(event);
    else if (state === 'closed') end(reason);
    else onState(state, isShared ? `one connection, ${tabs === 1 ? 'this tab' : `${tabs} tabs`}${reason ? `; ${reason}` : ''}` : 'a connection of this tab: there are no shared workers here');
  };
  worker.onerror = () => end('the worker could not be started');

  // A port does not report that its tab is gone. A lock does: it is released when the tab that held it has closed or crashed.
  const lock = `${url} ${Math.random()}`;
  /** @type {() => void} */
  let release = () => {};
  // A tab in the back/forward cache keeps its lock, so it has to leave explicitly.
  const leave = () => end('the page was left');
  addEventListener('pagehide', leave);

  const join = () => isFollowing && port.postMessage({ url: new URL(url, location.href).href, types, lock });
  onState('connecting');
  if (!navigator.locks) join(); // the page is neither on localhost nor on HTTPS
  else {
    // Join only while holding the lock: the worker would get a free lock, and treat the tab as gone.
    navigator.locks.request(lock, () => {
      join();
      return new Promise((resolve) => {
        release = () => resolve(undefined);
        if (!isFollowing) release();
      });
    });
  }

  /** @param {string} reason */
  function end(reason) {
    if (!isFollowing) return;
    isFollowing = false;
    removeEventListener('pagehide', leave);
    port.postMessage({ url: null });
    release();
    if (worker instanceof Worker) worker.terminate();
    onState('closed', reason);
  }

  return () => end('stopped here');
}
