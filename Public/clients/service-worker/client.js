// @ts-check

/**
 * Follows an event stream like a tab that is controlled by a service worker, to show what that does to a stream.
 *
 * The service worker does not control this page, but only one small worker, tab.js, which `scope` names. At the end it is
 * unregistered and its cache is deleted.
 *
 * @param {'broken' | 'fixed'} half which service worker
 * @returns {import('../../components/plain-client.js').Follow}
 */
export function followBehind(half) {
  return (url, { types, onEvent, onState }) => {
    const scope = new URL(`tab.js?${half}-${Math.random().toString(36).slice(2)}`, import.meta.url).href;
    /** @type {Worker | null} */
    let tab = null;
    let hasEnded = false;
    const leave = () => end('the page was left');
    addEventListener('pagehide', leave);
    onState('connecting', 'the service worker is being installed');
    const registered = register();
    registered.then(connect, (error) => end(`there is no service worker here: ${error instanceof Error ? error.message : error}`));

    async function register() {
      if (!('serviceWorker' in navigator)) throw new Error('it needs HTTPS or localhost');
      const script = new URL(`service-worker-${half}.js`, import.meta.url);
      const registration = await navigator.serviceWorker.register(script, { scope });
      await activated(registration);
      return registration;
    }

    function connect() {
      if (hasEnded) return;
      tab = new Worker(scope, { type: 'module' });
      tab.onmessage = ({ data: { event, state, reason } }) => {
        if (hasEnded) return;
        if (event) onEvent(event);
        else if (state === 'closed') end(reason);
        else onState(state, reason);
      };
      tab.postMessage({ url: new URL(url, location.href).href, types });
    }

    /** @param {string} reason */
    function end(reason) {
      if (hasEnded) return;
      hasEnded = true;
      removeEventListener('pagehide', leave);
      tab?.terminate();
      registered.then((registration) => registration.unregister(), () => {});
      caches?.delete('everything');
      onState('closed', reason);
    }

    return () => end('stopped here');
  };
}

/** @param {ServiceWorkerRegistration} registration */
function activated(registration) {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker?.state === 'activated') resolve(undefined);
      if (worker?.state === 'redundant') reject(new Error('it could not be installed'));
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}
