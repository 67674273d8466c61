// @ts-check

/**
 * A stream as `/api/sessions` describes it.
 *
 * @typedef {object} SessionStream
 * @property {string} stream
 * @property {string} session
 * @property {string} scenario
 * @property {string} method
 * @property {string} target
 * @property {string} remoteAddress
 * @property {string | null} userAgent
 * @property {string | null} page the page that has it open
 * @property {string | null} cors why that page may not read it, and how to allow it
 * @property {string} started in ISO 8601
 * @property {'open' | 'ended'} state
 * @property {number | null} status
 * @property {number} events
 * @property {number} bytes
 * @property {number} duration in seconds
 * @property {string | null} lastEventId
 * @property {{ type: string, id: string | null, data: string } | null} [lastEvent] the last event that was sent
 * @property {number} attempt
 * @property {string | null} seed
 * @property {number} speed
 * @property {string | null} gate the gate at which it waits
 * @property {'paused' | 'frozen' | null} [held] how it is held by hand
 * @property {string | null} endedBy
 * @property {string | null} ending
 */
/** @typedef {{ session: string, streams: SessionStream[] }} Session */

const MOST_ENDED = 50;

/** The open streams, and the latest ended ones, according to the change feed. */
export class SessionBoard {
  /** @type {Map<string, SessionStream>} */
  #open = new Map();
  /** @type {Map<string, SessionStream>} The latest is last. */
  #ended = new Map();

  get openCount() {
    return this.#open.size;
  }

  /**
   * Replaces all streams.
   * @param {readonly Session[]} sessions
   */
  load(sessions) {
    this.#open.clear();
    this.#ended.clear();
    const streams = sessions.flatMap(({ streams }) => streams).sort((a, b) => a.started.localeCompare(b.started));
    for (const stream of streams) this.#put(stream);
  }

  /** @param {string} type @param {any} data the parsed data of an event of the feed */
  apply(type, data) {
    if (type === 'opened' || type === 'ended') this.#put(data);
    if (type === 'progress') {
      for (const { stream, events, bytes, duration, gate, held, lastEvent } of data.streams) {
        const known = this.#open.get(stream);
        if (known) Object.assign(known, { events, bytes, duration, gate, held, ...(lastEvent === undefined ? {} : { lastEvent }) });
      }
    }
    if (type === 'forgotten') {
      for (const streams of [this.#open, this.#ended]) {
        for (const [key, { session }] of streams) if (session === data.session) streams.delete(key);
      }
    }
  }

  /**
   * Returns the streams, open ones before ended ones, each with the newest first.
   * @param {{ withEnded: boolean, words: readonly string[] }} wanted the words, in lower case, must all occur
   */
  list({ withEnded, words }) {
    const streams = [...[...this.#open.values()].reverse(), ...(withEnded ? [...this.#ended.values()].reverse() : [])];
    return streams.filter((stream) => words.every((word) => textOf(stream).includes(word)));
  }

  /** @param {SessionStream} stream */
  #put(stream) {
    this.#open.delete(stream.stream);
    this.#ended.delete(stream.stream);
    (stream.state === 'open' ? this.#open : this.#ended).set(stream.stream, stream);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= MOST_ENDED) break;
      this.#ended.delete(oldest);
    }
  }
}

/** @param {SessionStream} stream */
function textOf({ stream, session, scenario, target, remoteAddress, userAgent, page }) {
  return [stream, session, scenario, target, remoteAddress, userAgent, page].join(' ').toLowerCase();
}

/**
 * Returns the name and version of the program that sent a `User-Agent`.
 *
 *     agentName('Mozilla/5.0 (X11; Linux x86_64) … Chrome/140.0.0.0 Safari/537.36')   // 'Chrome 140'
 *     agentName('curl/8.5.0')                                                         // 'curl 8.5.0'
 *
 * @param {string | null} userAgent
 */
export function agentName(userAgent) {
  if (!userAgent) return 'unknown';
  for (const [name, pattern] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return userAgent.split(' ')[0].replace('/', ' ').slice(0, 40);
}

/** @type {[string, RegExp][]} In this order, because the `User-Agent` of each also names some of those after it. */
const BROWSERS = [
  ['Edge', /\bEdg\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\bFirefox\/(\d+)/],
  ['Chrome', /Chrome\/(\d+)/],
  ['Safari', /\bVersion\/(\d+).* Safari\//],
];
