// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  /** @type {EventSource} */
  let source;
  connect(url);

  /** @param {string} address */
  function connect(address) {
    source = new EventSource(address);
    source.onopen = () => onState('open');
    source.onerror = (event) => event instanceof MessageEvent || onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
    for (const type of types) source.addEventListener(type, onEvent);
    source.addEventListener('token', (event) => {
      source.close();
      const next = new URL(url, location.href);
      next.searchParams.set('token', JSON.parse(event.data).token);
      next.searchParams.set('lastEventId', event.lastEventId);
      connect(next.href);
    });
  }

  return () => source.close();
}
