// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  const source = new EventSource(url);
  source.onopen = () => onState('open');
  source.onerror = (event) => event instanceof MessageEvent || onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
  for (const type of types) source.addEventListener(type, onEvent);
  source.addEventListener('login-required', (event) => {
    source.close();
    const { login, message } = JSON.parse(event.data);
    onState('closed', `${message} The page goes to ${login} now.`);
  });
  return () => source.close();
}
