// @ts-check
import { EventStreamParser } from '../../lib/event-stream-parser.js'; // in your app: a library such as eventsource-parser

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { onEvent, onState }) {
  const abort = new AbortController();
  read().catch((error) => abort.signal.aborted || onState('closed', `${error}`));

  async function read() {
    /** @type {any} */
    const response = await fetch(url, { signal: abort.signal });
    onState('open');
    const parser = new EventStreamParser({ event: ({ data }) => show(data) });
    const reader = response.body.getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      parser.push(value); // bytes, cut anywhere: an event is shown when its blank line has arrived
    }
    onState('closed', 'the stream ended');
  }

  /** @param {string} data the data of one event */
  function show(data) {
    try {
      onEvent({ type: 'reading', data: `${JSON.parse(data).celsius} °C`, lastEventId: '' });
    } catch (error) {
      onEvent({ type: 'mistake', data: `${error}`, lastEventId: '' });
    }
  }

  return () => abort.abort();
}
