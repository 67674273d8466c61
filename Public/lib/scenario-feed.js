// @ts-check
import { changes } from './changes.js';
import { Refusal } from './problem.js';
import { ask, server } from './server.js';
import { inside } from './site.js';
import { viewer } from './viewer.js';

/**
 * A mistake in a scenario, at its place.
 * @typedef {{ severity: string, line: number, column: number, message: string, excerpt: string, caret: number }} Mistake
 */

/**
 * A scenario as `GET /api/scenarios` lists it.
 *
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {string} description
 * @property {string[]} tags
 * @property {string} group the folder that its file lies in, or empty
 * @property {string | null} address an address of its own, such as `/stream/{agent_id}`
 * @property {string | null} play `/play/{name}`, or null where the name makes that impossible
 * @property {import('./record-parser.js').StreamFormat} format how what it plays is framed
 * @property {boolean} drawsSeed whether each request draws a seed of its own
 * @property {import('./client-call.js').ClientCall | null} client how it is called, as it says itself
 * @property {string | null} file
 * @property {boolean} valid false while its text has mistakes; what plays then is the last good version, if there was one
 * @property {boolean} endless
 * @property {number | null} events how many events a run has
 * @property {number | null} duration of a run, in seconds
 * @property {string} updated when its text was saved
 * @property {Mistake[]} mistakes
 * @property {string | null} [owner] the participant of the room whose it is; null of what all see
 * @property {boolean} [mine] whether it is that of who asks
 */

/**
 * Whether there is a version to play: the text as it stands, or the last one that had no mistakes.
 * @param {Scenario} scenario
 */
export function hasGoodVersion(scenario) {
  return scenario.play !== null && (scenario.valid || scenario.endless || scenario.duration !== null);
}

const INTERVAL = 2000;
const INTERVAL_AFTER_FAILURE = 5000;
/** Between two readings when changes come in a row. */
const PAUSE = 200;

/**
 * Keeps the list of scenarios up to date, so that a file edited on disk shows up at once: `/api/changes` says when to read it
 * again. Where that stream is not to be had, the list is asked for every two seconds; an unchanged one costs a 304.
 *
 * @param {object} observer
 * @param {(scenarios: Scenario[]) => void} observer.list called at first and whenever the list changed
 * @param {(message: string | null) => void} observer.trouble why the server does not give the list; null when it does again, or is gone
 * @returns {{ pause(): void, resume(): void }} pause while nobody looks
 */
export function followScenarios(observer) {
  let etag = '';
  let paused = false;
  let inTrouble = false;
  let isReading = false;
  let isOutdated = false;
  let isTold = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const read = async () => {
    clearTimeout(timer);
    isReading = true;
    isOutdated = false;
    let wait = INTERVAL;
    try {
      const response = await ask('/api/scenarios', { headers: etag === '' ? {} : { 'If-None-Match': etag } });
      if (response.status !== 304) {
        const body = await response.json();
        etag = response.headers.get('ETag') ?? '';
        observer.list(body.scenarios.map((/** @type {Scenario} */ scenario) => inside(scenario)));
      }
      if (inTrouble) observer.trouble(null);
      inTrouble = false;
    } catch (error) {
      inTrouble = true;
      wait = INTERVAL_AFTER_FAILURE;
      const isGone = error instanceof Refusal && error.status === 0;
      observer.trouble(isGone ? null : `The scenarios could not be read: ${error instanceof Error ? error.message : error} Trying again.`);
    }
    isReading = false;
    if (paused) return;
    if (isOutdated) timer = setTimeout(read, PAUSE);
    else if (!isTold || inTrouble) timer = setTimeout(read, wait);
  };
  const readSoon = () => {
    if (isReading || isOutdated) isOutdated = true;
    else read();
  };
  changes.follow({
    event: ({ type }) => type !== 'room' && type !== 'hand-out' && !paused && readSoon(),
    state(state) {
      const wasTold = isTold;
      isTold = state === 'open';
      if (!paused && (wasTold || state !== 'connecting')) readSoon();
    },
  });
  let reader = viewer.identity;
  viewer.onChange(() => {
    const wasKnown = reader !== '' && reader !== viewer.identity;
    reader = viewer.identity;
    if (!wasKnown) return;
    etag = ''; // others are listed something else
    if (!paused) readSoon();
  });
  server.onChange((state) => state === 'up' && !paused && readSoon());
  changes.start();
  readSoon();

  return {
    pause() {
      paused = true;
      isOutdated = false;
      changes.pause();
      clearTimeout(timer);
    },
    resume() {
      if (!paused) return;
      paused = false;
      changes.start();
      readSoon();
    },
  };
}
