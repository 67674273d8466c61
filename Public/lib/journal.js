// @ts-check
import { FetchConnection } from './fetch-connection.js';
import { server } from './server.js';

/**
 * One entry of a session's journal, as `GET /api/sessions/{key}/journal` sends it. Its kind determines which optional members it has.
 *
 * @typedef {object} JournalEntry
 * @property {'request' | 'head' | 'write' | 'gate' | 'opened-gate' | 'end' | 'preflight' | 'dispatched' | 'missed' | 'reset'} kind
 * @property {string} stream
 * @property {string} time in ISO 8601
 * @property {number} at milliseconds since the request
 * @property {string} [method]
 * @property {string} [target]
 * @property {[string, string][]} [headers]
 * @property {string} [remoteAddress]
 * @property {string} [scenario]
 * @property {number | null} [client] the number of the client within the session, from 1; null where there are too many clients to tell apart
 * @property {number} [attempt]
 * @property {string | null} [lastEventId]
 * @property {string} [seed]
 * @property {number} [status]
 * @property {number} [offset] of the bytes in the body
 * @property {string} [data] the bytes in Base64
 * @property {import('./source-places.js').Part[]} [parts]
 * @property {string} [gate]
 * @property {boolean} [awaits] whether the gate awaits a value
 * @property {number} [line]
 * @property {string | null} [endedBy]
 * @property {string | null} [ending]
 * @property {number} [entries] the number of missing entries
 */

/**
 * Follows the journal of a session: the entries that are kept, then the new ones.
 *
 * @param {string} session
 * @param {{ entry: (entry: JournalEntry) => void, state?: (state: import('./connection-state.js').ConnectionState) => void }} receiver
 * @returns {{ close(): void }}
 */
export function followJournal(session, receiver) {
  const connection = new FetchConnection(`/api/sessions/${encodeURIComponent(session)}/journal`, {
    state: (state) => receiver.state?.(state),
    event: ({ type, data }) => receiver.entry({ ...JSON.parse(data), kind: type }),
  });
  const stopWatching = server.onUp(() => connection.retry());
  return {
    close() {
      stopWatching();
      connection.close('no longer watched');
    },
  };
}
