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
 * Tells the clients of a session apart by its journal. Streams that are open at once belong to different clients: the bytes of two are
 * no event stream. A stream that comes after one that ended is that client's next attempt, if it comes from the same program and page.
 * Bounded: the client that ended first goes; those for which there is no room are counted.
 */
export class SessionLanes {
  /** @type {WatchedLane[]} In the order in which they came. */
  #lanes = [];
  /** @type {Map<string, WatchedLane>} */
  #byStream = new Map();
  /** @type {Set<string>} Streams that are open and not shown. */
  #hidden = new Set();
  #session;
  /** How many clients there were. */
  #count = 0;

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
    const client = clientOf(entry);
    const target = pathOf(entry.target ?? '');
    const ended = this.#lanes.filter((lane) => lane.stream === '');
    const own = ended.filter((lane) => lane.client === client);
    // Of several that ended, the one that asked for the same and had got as far; else the one that ended last.
    const rank = (/** @type {WatchedLane} */ lane) => [lane.target === target, entry.lastEventId != null && lane.record.lastEventId === entry.lastEventId, lane.endedAt].map(Number);
    own.sort((a, b) => rank(b).map((value, index) => value - rank(a)[index]).find((difference) => difference !== 0) ?? 0);
    let lane = own[0];
    if (!lane) {
      if (this.#lanes.length >= MOST_LANES) {
        const oldest = ended.sort((a, b) => a.endedAt - b.endedAt)[0];
        if (!oldest) return null;
        this.#lanes = this.#lanes.filter((other) => other !== oldest);
      }
      this.#count += 1;
      lane = new WatchedLane(this.#session, client, this.#count);
      this.#lanes.push(lane);
    }
    Object.assign(lane, { stream: entry.stream, target, scenario: entry.scenario ?? lane.scenario, title: titleOf(entry, lane) });
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
  target = '';
  endedAt = 0;
  session;
  client;

  /** @param {string} session @param {string} client @param {number} number */
  constructor(session, client, number) {
    this.session = session;
    this.client = client;
    this.number = number;
    this.title = `Client ${number}`;
  }
}

/** @param {JournalEntry} entry @param {string} name */
function header({ headers = [] }, name) {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}

/**
 * What tells one client from another: its address, program and page.
 * @param {JournalEntry} entry
 */
function clientOf(entry) {
  return [entry.remoteAddress, header(entry, 'user-agent'), header(entry, 'referer') || header(entry, 'origin')].join('\n');
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
