// @ts-check

/**
 * Follows an event stream with the browser's own EventSource.
 *
 *     const stop = follow('/events', {
 *       types: ['message', 'complete'],
 *       onEvent: (event) => console.log(event.type, event.data),
 *       onState: (state, reason) => console.log(state, reason),
 *     });
 *
 * @param {string} url
 * @param {object} options
 * @param {string[]} options.types the event types to receive
 * @param {string[]} [options.endTypes] the event types that end the stream
 * @param {(event: MessageEvent) => void} options.onEvent
 * @param {(state: 'connecting' | 'open' | 'reconnecting' | 'closed', reason?: string) => void} options.onState
 * @returns {() => void} stops it
 */
export function follow(url, { types, endTypes = ['complete', 'all_complete'], onEvent, onState }) {
  onState('connecting');
  const source = new EventSource(url);

  // Fires after the first connection and after each reconnection.
  source.addEventListener('open', () => onState('open'));

  // An event without an `event:` line has the type "message". A named one reaches only the listeners of its own
  // name: `onmessage` never sees it.
  for (const type of new Set([...types, ...endTypes])) {
    source.addEventListener(type, (event) => {
      // The browser's own "open" and "error" are plain Events; a server may use those names for its events too.
      if (!(event instanceof MessageEvent)) return;
      onEvent(event);
      // When a stream ends, EventSource reconnects, again and again. So a finished stream sends a final event, at which
      // the client closes.
      if (endTypes.includes(type)) stop(`after the event ${type}`);
    });
  }

  source.addEventListener('error', (event) => {
    if (event instanceof MessageEvent) return;
    if (source.readyState === EventSource.CLOSED) {
      // A status other than 200, or a type other than text/event-stream: EventSource has given up, and hides which it was.
      onState('closed', 'the server refused, or sent no event stream');
    } else {
      // The connection was lost. EventSource reconnects by itself, and sends the last ID as Last-Event-ID.
      onState('reconnecting', 'the connection was lost');
    }
  });

  /** @param {string} reason */
  function stop(reason) {
    source.close();
    onState('closed', reason);
  }

  return () => stop('stopped here');
}
