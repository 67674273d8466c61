// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  const seen = new Set(); // the server has to give every event its own id
  const source = new EventSource(url);
  source.onopen = () => onState('open');
  source.onerror = (event) => event instanceof MessageEvent || onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
  for (const type of types) {
    source.addEventListener(type, (event) => {
      const key = `${type} ${event.lastEventId}`;
      if (event.lastEventId !== '' && seen.has(key)) return;
      seen.add(key);
      if (seen.size > 1000) seen.delete(seen.values().next().value); // forget the oldest
      onEvent(event);
    });
  }
  return () => source.close();
}
