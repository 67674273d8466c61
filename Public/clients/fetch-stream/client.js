// @ts-check
import { lastEventIdField } from '../../lib/last-event-id.js';
import { formatOf, makeParser } from '../../lib/record-parser.js';

/** In milliseconds. A longer time makes setTimeout fire immediately. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Follows an event stream with fetch, which can do what EventSource cannot: send headers and a body, and see the status.
 * What EventSource does by itself you then have to do yourself: parsing, reconnecting, Last-Event-ID, ending.
 *
 * It also reads other streams: JSON lines (ndjson), JSON text sequences and growing text. Each record is reported as an event of the type
 * `record`, each piece of text as one of the type `text`. They have no ids to resume after, so they are not reconnected.
 *
 * @param {string} url
 * @param {object} options
 * @param {RequestInit} [options.request] method, headers and body, such as an Authorization header
 * @param {string[]} [options.endTypes] the event types that end the stream
 * @param {(event: import('../../lib/event-stream-parser.js').StreamEvent) => void} options.onEvent
 * @param {(state: 'connecting' | 'open' | 'reconnecting' | 'closed', reason?: string, retryAt?: number) => void} options.onState
 *   `retryAt`: when the next attempt is made, in milliseconds since the epoch
 * @returns {() => void} stops it
 */
export function follow(url, { request = {}, endTypes = ['complete', 'all_complete'], onEvent, onState }) {
  const abort = new AbortController();
  let reconnectionTime = 3000;
  let lastEventId = '';

  async function run() {
    while (!abort.signal.aborted) {
      let reason = 'the stream ended';
      onState('connecting');
      try {
        const response = await connect();
        if (response.status === 204) return stop('HTTP 204: the server asks not to come back');
        if (response.status !== 200) return stop(`HTTP ${response.status} ${response.statusText}`);
        const format = formatOf((name) => response.headers.get(name));
        if (format === null) return stop(`the content type is ${response.headers.get('Content-Type') ?? 'none'}`);
        onState('open');
        await read(response, format);
        if (format !== 'sse') return stop('everything has arrived');
      } catch (error) {
        reason = `the connection was lost: ${error}`;
      }
      if (abort.signal.aborted) return undefined;
      onState('reconnecting', `${reason}; again in ${reconnectionTime / 1000} s`, Date.now() + reconnectionTime);
      await pause(reconnectionTime);
    }
    return undefined;
  }

  function connect() {
    const headers = new Headers(request.headers);
    if (!headers.has('Accept')) headers.set('Accept', 'text/event-stream, application/x-ndjson, application/json-seq');
    if (lastEventId !== '') headers.set('Last-Event-ID', lastEventIdField(lastEventId));
    return fetch(url, { cache: 'no-store', ...request, headers, signal: abort.signal });
  }

  /** @param {Response} response @param {import('../../lib/record-parser.js').StreamFormat} format */
  async function read(response, format) {
    const parser = makeParser(format, {
      event(event) {
        if (abort.signal.aborted) return; // events after the last one in the same chunk
        onEvent(event);
        if (endTypes.includes(event.type)) stop(`after the event ${event.type}`);
      },
      retry(milliseconds) {
        reconnectionTime = milliseconds;
      },
    }, lastEventId);
    // A chunk is not an event: it may contain many events, half of one, or half of a character. The parser takes bytes as they arrive.
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    try {
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) parser.push(chunk.value);
      parser.end(); // the last line of ndjson may lack its line end
    } finally {
      lastEventId = parser.lastEventId; // an id also counts in a block without data
    }
  }

  /** @param {number} milliseconds */
  function pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(milliseconds, LONGEST_TIMER));
      abort.signal.addEventListener('abort', () => { clearTimeout(timer); resolve(undefined); }, { once: true });
    });
  }

  /** @param {string} reason */
  function stop(reason) {
    if (abort.signal.aborted) return;
    abort.abort(); // closes the connection, and ends a pause
    onState('closed', reason);
  }

  run();
  return () => stop('stopped here');
}
