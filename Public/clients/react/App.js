// @ts-check
import { Events, State, mountStream } from './StartStop.js';
import { createElement as h, useEffect } from './react.js'; // in your app: from 'react'
import { useEventSource } from './useEventSource.js';

/** @param {{ url: string | null, types: string[], onClosed: () => void }} props */
function Stream({ url, types, onClosed }) {
  const { state, reason, count, events } = useEventSource(url, { types });
  useEffect(() => {
    if (state === 'closed') onClosed();
  }, [state]);
  return h(
    'div',
    { className: 'client-stream', 'data-state': state },
    h(State, { state, reason }),
    h('p', { className: 'client-count muted' }, `${count} event${count === 1 ? '' : 's'}`),
    h(Events, { events }),
  );
}

/** @param {Element} container @param {{ url: string, types: string[] }} props */
export function mount(container, props) {
  return mountStream(Stream, container, props);
}
