// @ts-check
import { StrictMode, createElement as h, createRoot, useState } from './react.js'; // in your app: from 'react' and 'react-dom/client'

/**
 * Starts and stops a stream. To start over, a new key mounts a new Stream.
 * @param {{ Stream: any, url: string, types: string[] }} props
 */
function StartStop({ Stream, url, types }) {
  const [run, setRun] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const toggle = () => {
    if (!isRunning) setRun(run + 1);
    setRunning(!isRunning);
  };
  return h(
    'div',
    { className: 'client-run' },
    h('button', { type: 'button', className: 'primary', onClick: toggle }, isRunning ? 'Stop' : 'Start'),
    run > 0 && h(Stream, { key: run, url: isRunning ? url : null, types, onClosed: () => setRunning(false) }),
  );
}

/**
 * Mounts a client into an element, in StrictMode.
 * @param {any} Stream
 * @param {Element} container
 * @param {{ url: string, types: string[] }} props
 * @returns {(props: { url: string, types: string[] }) => void} shows it with other props
 */
export function mountStream(Stream, container, props) {
  const root = createRoot(container);
  const show = (/** @type {typeof props} */ next) => root.render(h(StrictMode, null, h(StartStop, { Stream, ...next })));
  show(props);
  return show;
}

/**
 * The events, the newest first.
 * @param {{ events: { key: number, type: string, data: string, id: string }[] }} props
 */
export function Events({ events }) {
  return h(
    'ol',
    { className: 'client-events', tabIndex: 0, 'aria-label': 'Received events, the newest first' },
    [...events]
      .reverse()
      .map((event) => h('li', { key: event.key }, h('b', null, event.type), event.id && h('i', null, `#${event.id}`), h('code', null, event.data))),
  );
}

/**
 * The state of the connection.
 * @param {{ state: string, reason: string }} props
 */
export function State({ state, reason }) {
  return h(
    'p',
    { className: 'client-state', role: 'status' },
    h('span', { className: 'pill' }, h('span', { className: 'pill-mark' }), h('span', { className: 'pill-word' }, state)),
    h('span', { className: 'pill-reason' }, reason),
  );
}
