// @ts-check
import { changes } from './changes.js';
import { Refusal, sentenceOf } from './problem.js';
import { ask, server } from './server.js';
import { inside } from './site.js';
import { viewer } from './viewer.js';

/**
 * A mistake in a scenario, with its position.
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
 * @property {string} group the folder that contains its file, or empty
 * @property {string | null} address the address that it defines itself, such as `/stream/{agent_id}`
 * @property {string | null} play `/play/{name}`, or null where the name makes that impossible
 * @property {import('./record-parser.js').StreamFormat} format the framing of its stream
 * @property {boolean} drawsSeed whether each request draws its own seed
 * @property {import('./client-call.js').ClientCall | null} client how it is meant to be called
 * @property {string | null} file
 * @property {boolean} valid false while its text has mistakes; then the last good version plays, if there is one
 * @property {boolean} endless
 * @property {number | null} events the number of events of a run
 * @property {number | null} duration the duration of a run, in seconds
 * @property {string} updated when its text was saved
 * @property {Mistake[]} mistakes
 * @property {string | null} [owner] the participant of the room who owns it; null where everybody sees it
 * @property {boolean} [mine] whether the viewer owns it
 */

/**
 * Whether there is a version to play: the current text, or the last one without mistakes.
 * @param {Scenario} scenario
 */
export function hasGoodVersion(scenario) {
  return scenario.play !== null && (scenario.valid || scenario.endless || scenario.duration !== null);
}

const INTERVAL = 2000;
const INTERVAL_AFTER_FAILURE = 5000;
/** The pause between two readings when changes come in a row, in milliseconds. */
const PAUSE = 200;

/**
 * Keeps the list of scenarios up to date, so that an edited file shows up immediately: `/api/changes` announces when to read the list
 * again. While that stream is not available, the list is requested every two seconds; the response is 304 if it is unchanged.
 *
 * @param {object} observer
 * @param {(scenarios: Scenario[]) => void} observer.list called with the first list and after each change
 * @param {(message: string | null) => void} observer.trouble why the list cannot be read; null after success, or if the server is down
 * @returns {{ pause(): void, resume(): void }} for pages that are hidden
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
      observer.trouble(isGone ? null : `The scenarios could not be read: ${sentenceOf(error)} Trying again.`);
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
    etag = ''; // the list depends on the viewer
    if (!paused) readSoon();
  });
  server.onUp(() => !paused && readSoon());
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
