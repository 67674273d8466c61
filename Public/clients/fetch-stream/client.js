// @ts-check
import { lastEventIdField } from '../../lib/last-event-id.js';
import { formatOf, makeParser } from '../../lib/record-parser.js';

/** In milliseconds. A longer time makes setTimeout fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Follows an event stream with fetch, which can do what EventSource cannot: send headers and a body, and see the status.
 * What EventSource does by itself is then yours to do: parsing, reconnecting, Last-Event-ID, ending.
 *
 * It also reads what is no event stream but comes bit by bit: JSON a line (ndjson), JSON text sequences, text that grows. Each record
 * is told as an event of the type `record`, each piece of text as one of the type `text`. They have no ids: where they end, all is said.
 *
 * @param {string} url
 * @param {object} options
 * @param {RequestInit} [options.request] method, headers and body, such as an Authorization header
 * @param {string[]} [options.endTypes] the event types that are the last of their stream
 * @param {(event: import('../../lib/event-stream-parser.js').StreamEvent) => void} options.onEvent
 * @param {(state: 'connecting' | 'open' | 'reconnecting' | 'closed', reason?: string, retryAt?: number) => void} options.onState
 *   `retryAt`: when it will be tried again, in milliseconds since the epoch
 * @returns {() => void} ends it
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
        if (format !== 'sse') return stop('all of it is here');
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
        if (abort.signal.aborted) return; // events behind the last one in the same chunk
        onEvent(event);
        if (endTypes.includes(event.type)) stop(`after the event ${event.type}`);
      },
      retry(milliseconds) {
        reconnectionTime = milliseconds;
      },
    }, lastEventId);
    // A chunk is not an event: it may hold many, or half of one, or half of a character. The parser takes bytes as they come.
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    try {
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) parser.push(chunk.value);
      parser.end(); // the last line of ndjson may have no end
    } finally {
      lastEventId = parser.lastEventId; // an id counts in a block without data, too
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
    abort.abort(); // closes the connection, and ends the waiting
    onState('closed', reason);
  }

  run();
  return () => stop('stopped here');
}
