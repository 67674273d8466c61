// @ts-check

/**
 * Follows an event stream through a shared worker, which has one connection for all tabs that follow the same stream.
 *
 *     const stop = follow('/events', { types: ['message', 'complete'], onEvent: console.log, onState: console.log });
 *
 * Where there are no shared workers, a dedicated one takes its place: then each tab has a connection of its own.
 *
 * @param {string} url
 * @param {object} options
 * @param {string[]} options.types the event types to receive
 * @param {(event: { type: string, data: string, lastEventId: string }) => void} options.onEvent
 * @param {(state: string, reason?: string) => void} options.onState
 * @returns {() => void} ends it for this tab; the last tab ends the stream
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

  // A port does not say when its tab has gone. A lock does: it is free again when the tab that held it has closed or crashed.
  const lock = `${url} ${Math.random()}`;
  /** @type {() => void} */
  let release = () => {};
  // A tab that goes into the cache of "Back" keeps its lock, so it says good-bye.
  const leave = () => end('the page was left');
  addEventListener('pagehide', leave);

  const join = () => isFollowing && port.postMessage({ url: new URL(url, location.href).href, types, lock });
  onState('connecting');
  if (!navigator.locks) join(); // a page that is not on localhost or HTTPS
  else {
    // Only who holds the lock joins: the worker would find a free one, and take the tab for gone.
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
