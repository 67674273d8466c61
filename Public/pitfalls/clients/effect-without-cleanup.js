// @ts-check
import { StrictMode, createElement, createRoot, useEffect } from '../../clients/react/react.js'; // in your app: from 'react'

/** @param {any} props */
function Stream({ url, types, onEvent, onState }) {
  useEffect(() => {
    const source = new EventSource(url);
    source.onopen = () => onState('open');
    source.onerror = (event) => event instanceof MessageEvent || onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
    for (const type of types) source.addEventListener(type, onEvent);
    leftOpen.add(source);
  }, [url]);
  return null;
}

/** @type {Set<EventSource>} Only needed so that this page can close them when you leave. */
const leftOpen = new Set();

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, options) {
  const root = createRoot(document.createElement('div'));
  root.render(createElement(StrictMode, null, createElement(Stream, { url, ...options })));
  return () => {
    root.unmount();
    leftOpen.forEach((source) => source.close());
    leftOpen.clear();
  };
}
