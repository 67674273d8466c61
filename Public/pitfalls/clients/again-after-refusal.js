// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  /** @type {EventSource} */
  let source;
  let timer = 0;
  connect();

  function connect() {
    source = new EventSource(url);
    source.onopen = () => onState('open');
    source.onerror = (event) => {
      if (event instanceof MessageEvent) return; // an event that the server named "error"
      onState('reconnecting');
      // EventSource reconnects by itself, but not after a refusal: that needs a new EventSource.
      if (source.readyState === EventSource.CLOSED) timer = window.setTimeout(connect, 1000);
    };
    for (const type of types) source.addEventListener(type, onEvent);
  }

  return () => {
    clearTimeout(timer);
    source.close();
  };
}
