// @ts-check
import { EventStreamParser } from './event-stream-parser.js';

/** @typedef {import('./event-stream-parser.js').Receiver} Receiver */

/**
 * The framing of a stream, as in the key `format` of a scenario.
 * @typedef {'sse' | 'ndjson' | 'json-seq' | 'text'} StreamFormat
 */

/** @type {Record<string, StreamFormat>} */
const TYPES = {
  'text/event-stream': 'sse',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/json-seq': 'json-seq',
};

/**
 * Returns the format of a response, or null where it cannot be read as a stream.
 *
 * A playground names the format in a header field. Plain text without that field is not accepted, because it may be an error page.
 * @param {(name: string) => string | null | undefined} header
 * @returns {StreamFormat | null}
 */
export function formatOf(header) {
  const said = header('Playground-Format');
  if (said === 'ndjson' || said === 'json-seq' || said === 'text') return said;
  return TYPES[(header('Content-Type') ?? '').split(';')[0].trim().toLowerCase()] ?? null;
}

/**
 * Returns a parser that turns the bytes of a stream into events, or into records that are reported as events.
 * @param {StreamFormat} format @param {Receiver} receiver @param {string} [lastEventId]
 */
export function makeParser(format, receiver, lastEventId = '') {
  return format === 'sse' ? new EventStreamParser(receiver, lastEventId) : new RecordParser(format, receiver);
}

/**
 * Turns the bytes of streams that are not event streams into records. Each is reported as an event of the type `record` or `text`.
 *
 *     const parser = makeParser('ndjson', { event: ({ data }) => console.log(JSON.parse(data)) });
 *     parser.push(bytes);   // chunks of any size
 *     parser.end();
 *
 * ndjson: one record per line, empty lines are skipped. json-seq: the text between RS and LF (RFC 7464). text: one record per chunk.
 */
class RecordParser {
  lastEventId = '';
  /** @type {number | null} */
  reconnectionTime = null;
  #decoder = new TextDecoder('utf-8');
  #format;
  #receiver;
  #line = '';

  /** @param {Exclude<StreamFormat, 'sse'>} format @param {Receiver} receiver */
  constructor(format, receiver) {
    this.#format = format;
    this.#receiver = receiver;
  }

  /** @param {Uint8Array} bytes the next ones */
  push(bytes) {
    this.#parse(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Ends the stream: an unfinished record is reported as unfinished. */
  end() {
    this.#parse(this.#decoder.decode());
    const rest = this.#line.replace(/^\x1e+/, '');
    this.#line = '';
    if (rest.trim() === '') return;
    // The last line of ndjson may lack its line end.
    if (this.#format === 'ndjson' && isJSON(rest)) this.#tell(rest);
    else this.#receiver.nothing?.('unfinished', rest);
  }

  /** @param {string} text */
  #parse(text) {
    if (text === '') return;
    if (this.#format === 'text') {
      this.#receiver.event?.({ type: 'text', data: text, lastEventId: '' });
      return;
    }
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) {
      const record = line.replace(/^\x1e+/, '').trimEnd();
      if (record === '') continue;
      if (isJSON(record)) this.#tell(record);
      else this.#receiver.nothing?.('notJSON', record);
    }
  }

  /** @param {string} data */
  #tell(data) {
    this.#receiver.event?.({ type: 'record', data, lastEventId: '' });
  }
}

/** @param {string} text */
function isJSON(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
