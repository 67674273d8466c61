// @ts-check
import { StrictMode, createElement as h, createRoot, useEffect, useState } from './react.js'; // in your app: from 'react' and 'react-dom/client'
import { useEventSource } from './useEventSource.js';

/** Starts and stops a stream. A new key mounts a new Stream: that is how it starts over. @param {{ url: string, types: string[] }} props */
function App({ url, types }) {
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

/** @param {{ url: string | null, types: string[], onClosed: () => void }} props */
function Stream({ url, types, onClosed }) {
  const { state, reason, count, events } = useEventSource(url, { types });
  useEffect(() => {
    if (state === 'closed') onClosed();
  }, [state]);
  return h(
    'div',
    { className: 'client-stream', 'data-state': state },
    h(
      'p',
      { className: 'client-state', role: 'status' },
      h('span', { className: 'pill' }, h('span', { className: 'pill-mark' }), h('span', { className: 'pill-word' }, state)),
      h('span', { className: 'pill-reason' }, reason),
    ),
    h('p', { className: 'client-count muted' }, `${count} event${count === 1 ? '' : 's'}`),
    h(
      'ol',
      { className: 'client-events', tabIndex: 0, 'aria-label': 'Received events, the newest first' },
      [...events]
        .reverse()
        .map((event) =>
          h('li', { key: event.key }, h('b', null, event.type), event.id && h('i', null, `#${event.id}`), h('code', null, event.data)),
        ),
    ),
  );
}

/**
 * Mounts the client into an element.
 * @param {Element} container
 * @param {{ url: string, types: string[] }} props
 * @returns {(props: { url: string, types: string[] }) => void} shows it with other props
 */
export function mount(container, props) {
  const root = createRoot(container);
  const show = (/** @type {typeof props} */ next) => root.render(h(StrictMode, null, h(App, next)));
  show(props);
  return show;
}
