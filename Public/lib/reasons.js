// @ts-check

/** @typedef {import('./event-stream-parser.js').Reason | 'retry' | 'noListener' | 'tooLong'} Meaning */

/**
 * Words for lines that dispatched nothing: a short name, and the reason.
 * @type {Record<Meaning, { name: string, why: string }>}
 */
export const MEANINGS = {
  byteOrderMark: { name: 'byte order mark', why: 'byte order mark: removed' },
  comment: { name: 'comment', why: 'comment' },
  noData: { name: 'no data: not dispatched', why: 'no data: nothing dispatched' },
  ignoredField: { name: 'ignored field', why: 'no such field: ignored' },
  bogusRetry: { name: 'ignored retry', why: 'not only digits: ignored' },
  nullInID: { name: 'ignored id', why: 'NULL in the id: ignored' },
  unfinished: { name: 'unfinished: not dispatched', why: 'no blank line before the end: discarded' },
  notJSON: { name: 'no JSON: no record', why: 'not JSON: no record' },
  noListener: { name: 'no listener', why: 'nobody listens for this type' },
  tooLong: { name: 'too long for this page', why: 'a block of more than 8 MiB: not followed here' },
  retry: { name: 'retry', why: 'reconnection time' },
};

/** @type {Record<string, string>} Descriptions of who ended a stream, by the server's word for it. */
const ENDED_BY = {
  client: 'the client left',
  scenario: 'the scenario ended it',
  command: 'it was ended from outside',
  server: 'the server stopped',
  stalled: 'the client read too slowly',
};
/** @type {Record<string, string>} */
const ENDINGS = { truncate: 'cut off', reset: 'the connection was reset' };

/**
 * Describes who ended a stream, and how.
 *
 *     endReason({ endedBy: 'scenario', ending: 'reset' })   // 'the scenario ended it: the connection was reset'
 *
 * @param {{ endedBy?: string | null, ending?: string | null }} end
 */
export function endReason({ endedBy, ending }) {
  return [ENDED_BY[endedBy ?? ''] ?? 'it ended', ENDINGS[ending ?? '']].filter(Boolean).join(': ');
}

/** The reasons for a connection's state. */
export const CONNECTION_REASONS = {
  complete: 'everything has arrived',
  ended: 'the stream ended',
  endedOrBroke: 'the stream ended or broke; EventSource does not say which',
  noStream: 'the answer is not an event stream; EventSource hides its status',
  nothingYet: 'waiting: nothing was sent to this session yet',
  serverBroke: 'the connection to the server broke',
  unknownBeginning: 'how it began is not kept',
};

/** The meaning of the status 204 for a client of event streams. */
export const NO_MORE = 'HTTP 204: the server asks not to come back';

/**
 * Explains why a response with the status 200 is not an event stream.
 * @param {string} answer the status and further known facts @param {string | null} [type] its content type
 */
export function wrongTypeReason(answer, type) {
  return `${answer}, but the content type is ${type ?? 'none'} instead of text/event-stream`;
}

/**
 * Marks a reason as known from the server's journal, because the client does not report it.
 * @param {string} reason
 */
export function journalReason(reason) {
  return `${reason} (the server’s journal says so; EventSource hides it)`;
}
