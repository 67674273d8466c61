// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  const source = new EventSource(url);
  source.onopen = () => onState('open');
  source.onerror = (event) => event instanceof MessageEvent || onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
  source.onmessage = onEvent;
  return () => source.close();
}
