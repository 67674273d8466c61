// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState, onReset }) {
  const source = new EventSource(url);
  source.onopen = () => onState('open');
  source.onerror = (event) => event instanceof MessageEvent || onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
  source.addEventListener('reset', () => onReset()); // drops what was received; this event contains the snapshot
  for (const type of types) source.addEventListener(type, onEvent);
  return () => source.close();
}
