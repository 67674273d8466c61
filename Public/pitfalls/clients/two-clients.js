// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { types, onEvent, onState }) {
  // In reality there are thousands. A browser has six connections to one host, so here there are two.
  const sources = ['first', 'second'].map((name) => {
    const source = new EventSource(name === 'first' ? url : `${url}-${name}`); // each has its own session
    source.onopen = () => onState('open', `the ${name} client is back`);
    source.onerror = (event) => event instanceof MessageEvent || onState('reconnecting', `the ${name} client was cut`);
    for (const type of types) {
      source.addEventListener(type, ({ data, lastEventId }) => onEvent({ type: `${name} client`, data, lastEventId }));
    }
    return source;
  });
  return () => sources.forEach((source) => source.close());
}
