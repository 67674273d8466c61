// @ts-check
import { headerOf, JournalPlayer } from './journal-player.js';
import { RunRecord } from './run-record.js';
import { agentName } from './session-board.js';

/** @typedef {import('./journal.js').JournalEntry} JournalEntry */

/**
 * One client of a session, with everything that it received, one stream after another.
 *
 * @typedef {object} Lane
 * @property {RunRecord} record
 * @property {string} title a description of the client; empty until one connects
 * @property {string} scenario the scenario that it plays; empty where that has no name
 * @property {string} session
 */

const MOST_LANES = 8;

/**
 * The clients of a session according to its journal, in which the server assigns each stream to a client. They are bounded: the client
 * that ended first is dropped. Other streams, and those of clients that the server could not tell apart, are only counted.
 */
export class SessionLanes {
  /** @type {WatchedLane[]} In order of arrival. */
  #lanes = [];
  /** @type {Map<string, WatchedLane>} */
  #byStream = new Map();
  /** @type {Set<string>} The open streams that are not shown. */
  #hidden = new Set();
  #session;

  /** @param {string} session */
  constructor(session) {
    this.#session = session;
  }

  /** @returns {readonly Lane[]} */
  get lanes() {
    return this.#lanes;
  }

  /** The number of open streams that are not shown. */
  get hiddenCount() {
    return this.#hidden.size;
  }

  /** @param {JournalEntry} entry @returns {boolean} whether other lanes, or another count, have to be shown */
  take(entry) {
    if (entry.kind === 'preflight' || entry.kind === 'dispatched') return false; // belongs to no stream
    if (entry.kind === 'missed') {
      for (const lane of this.#lanes) lane.player.play(entry);
      return false;
    }
    if (entry.kind === 'reset') {
      // The journal starts over: open streams will appear in it again, or no longer exist.
      for (const lane of this.#lanes) lane.stream = '';
      this.#byStream.clear();
      this.#hidden.clear();
      return false;
    }
    if (this.#hidden.has(entry.stream)) {
      if (entry.kind === 'end') this.#hidden.delete(entry.stream);
      return entry.kind === 'end';
    }
    const known = this.#byStream.get(entry.stream);
    const lane = known ?? this.#laneFor(entry);
    if (!lane) {
      if (entry.kind !== 'end') this.#hidden.add(entry.stream);
      return true;
    }
    lane.player.play(entry);
    if (entry.kind === 'end') {
      lane.stream = '';
      lane.endedAt = Date.parse(entry.time);
      this.#byStream.delete(entry.stream);
    }
    return known === undefined;
  }

  /** @param {JournalEntry} entry the first entry of a stream @returns {WatchedLane | null} */
  #laneFor(entry) {
    if (entry.kind === 'request' && typeof entry.client !== 'number') return null;
    // The client of a stream is not known when its beginning has been dropped from the journal.
    const number = entry.client ?? null;
    let lane = number === null ? undefined : this.#lanes.find((lane) => lane.number === number);
    if (!lane) {
      if (this.#lanes.length >= MOST_LANES) {
        const oldest = this.#lanes.filter(({ stream }) => stream === '').sort((a, b) => a.endedAt - b.endedAt)[0];
        if (!oldest) return null;
        this.#lanes = this.#lanes.filter((other) => other !== oldest);
      }
      lane = new WatchedLane(this.#session, number);
      this.#lanes.push(lane);
    }
    Object.assign(lane, { stream: entry.stream, scenario: entry.scenario ?? lane.scenario, title: titleOf(entry, lane) });
    this.#byStream.set(entry.stream, lane);
    return lane;
  }
}

class WatchedLane {
  record = new RunRecord();
  player = new JournalPlayer(this.record);
  /** A description of the client, with a number because two descriptions may be the same. */
  title;
  scenario = '';
  /** The open stream, or empty. */
  stream = '';
  endedAt = 0;
  session;
  number;

  /** @param {string} session @param {number | null} number the server's number for the client; null where it is not known */
  constructor(session, number) {
    this.session = session;
    this.number = number;
    this.title = number === null ? 'A client' : `Client ${number}`;
  }
}

/** @param {JournalEntry} entry @param {WatchedLane} lane */
function titleOf(entry, { number, title }) {
  if (entry.kind !== 'request') return title;
  const [path] = (entry.target ?? '').split('?');
  const what = path.startsWith('/play/~') ? 'a text that is not saved' : `${entry.method} ${path}`; // the address of such a text means nothing to people
  return `Client ${number}: ${agentName(headerOf(entry, 'User-Agent') ?? null)} · ${entry.remoteAddress} · ${what}`;
}
