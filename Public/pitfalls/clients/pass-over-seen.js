// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  const seen = new Set();
  const source = new EventSource(url);
  source.onopen = () => onState('open');
  source.onerror = () => onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
  for (const type of types) {
    source.addEventListener(type, (event) => {
      const key = `${type} ${event.lastEventId}`;
      if (seen.has(key)) return;
      seen.add(key);
      onEvent(event);
    });
  }
  return () => source.close();
}
