// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  const source = new EventSource(url);
  source.onopen = () => onState('open');
  source.onerror = (event) => event instanceof MessageEvent || onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
  for (const type of types) source.addEventListener(type, onEvent);
  source.addEventListener('message', (event) => {
    if (event.data !== '[DONE]') return;
    source.close();
    onState('closed', 'the answer is whole: [DONE] came');
  });
  return () => source.close();
}
