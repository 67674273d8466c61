// @ts-check
import { JournalPlayer } from './journal-player.js';
import { RunRecord } from './run-record.js';
import { agentName } from './session-board.js';

/** @typedef {import('./journal.js').JournalEntry} JournalEntry */

/**
 * One client of a session: what its streams received, one after the other.
 *
 * @typedef {object} Lane
 * @property {RunRecord} record
 * @property {string} title who the client is, in words; empty while nobody came
 * @property {string} scenario that it plays; empty where it has no name
 * @property {string} session
 */

const MOST_LANES = 8;

/**
 * The clients of a session by its journal, in which the server says whose each stream is. Bounded: the client that ended first goes;
 * those for which there is no room, and those that the server could not tell apart, are counted.
 */
export class SessionLanes {
  /** @type {WatchedLane[]} In the order in which they came. */
  #lanes = [];
  /** @type {Map<string, WatchedLane>} */
  #byStream = new Map();
  /** @type {Set<string>} Streams that are open and not shown. */
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

  /** How many streams are open and not shown. */
  get hiddenCount() {
    return this.#hidden.size;
  }

  /** @param {JournalEntry} entry @returns {boolean} whether there are other lanes now */
  take(entry) {
    if (entry.kind === 'preflight' || entry.kind === 'dispatched') return false; // of no stream
    if (entry.kind === 'missed') {
      for (const lane of this.#lanes) lane.player.play(entry);
      return false;
    }
    if (entry.kind === 'reset') {
      // The journal begins anew: what was open may be told of again, or is gone.
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

  /** @param {JournalEntry} entry the first of a stream @returns {WatchedLane | null} */
  #laneFor(entry) {
    if (entry.kind === 'request' && typeof entry.client !== 'number') return null;
    // Of a stream whose beginning is not kept, nobody knows whose it is.
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
  /** Who the client is; it is numbered, for two may be alike. */
  title;
  scenario = '';
  /** The stream that is open, if one is. */
  stream = '';
  endedAt = 0;
  session;
  number;

  /** @param {string} session @param {number | null} number the client's, as the server counts them; null where it is not known */
  constructor(session, number) {
    this.session = session;
    this.number = number;
    this.title = number === null ? 'A client' : `Client ${number}`;
  }
}

/** @param {JournalEntry} entry @param {string} name */
function header({ headers = [] }, name) {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}

/** @param {JournalEntry} entry @param {WatchedLane} lane */
function titleOf(entry, { number, title }) {
  if (entry.kind !== 'request') return title;
  return `Client ${number}: ${agentName(header(entry, 'user-agent') || null)} · ${entry.remoteAddress} · ${isDraft(entry.target) ? 'a text that is not saved' : `${entry.method} ${pathOf(entry.target ?? '')}`}`;
}

/**
 * Whether an address is that of a text that is not saved: it says nothing to people.
 * @param {string | undefined} target
 */
function isDraft(target) {
  return target?.startsWith('/play/~') ?? false;
}

/** @param {string} target */
function pathOf(target) {
  return target.split('?')[0];
}
