// @ts-check
import { Latest } from '../lib/latest.js';
import { Refusal } from '../lib/problem.js';
import { validate } from '../lib/scenario-api.js';
import { eventTypesIn, eventTypesOf, hasEventTypesToWorkOut } from '../lib/scenario-hints.js';
import { ProblemList } from './problem-list.js';

/** @typedef {import('../lib/scenario-feed.js').Mistake} Mistake */

const MOST_ACTIONS = 300;
/** The wait before the next attempt when the server is busy with too many checks, in milliseconds. */
const BUSY_PAUSE = 2_000;

/**
 * Checks a text, and shows the result unless a later check has begun.
 *
 *     const check = new ScenarioCheck((line, column) => code.goTo(line, column), (mistakes) => code.showMistakes(mistakes));
 *     if (await check.check(text)) run();
 */
export class ScenarioCheck {
  #problems;
  #onMistakes;
  #checks = new Latest();
  /** @type {string[]} The event types that expressions produce in the examined part of the plan. */
  #plannedTypes = [];
  /** @type {import('../lib/client-call.js').ClientCall | null} How the last text without mistakes is meant to be called. */
  call = null;
  /** @type {import('../lib/record-parser.js').StreamFormat} */
  format = 'sse';

  /**
   * @param {(line: number, column: number) => void} onGo called to go to a mistake
   * @param {(mistakes: Mistake[]) => void} onMistakes called with the mistakes to underline
   */
  constructor(onGo, onMistakes) {
    this.#problems = new ProblemList(onGo);
    this.#onMistakes = onMistakes;
  }

  get root() {
    return this.#problems.root;
  }

  /**
   * Returns the known event types that a text sends.
   * @param {string} text
   */
  types(text) {
    return [...new Set([...eventTypesIn(text), ...this.#plannedTypes])];
  }

  /** @param {string} text @returns {Promise<boolean | null>} whether it can be played; null where that could not be determined */
  async check(text) {
    const isLatest = this.#checks.begin();
    try {
      const findings = await validate(text, { actions: hasEventTypesToWorkOut(text) ? MOST_ACTIONS : 0 });
      if (isLatest()) {
        if (findings.valid) {
          this.call = findings.client ?? null;
          this.format = findings.format ?? 'sse';
        }
        this.#plannedTypes = eventTypesOf(findings.actions ?? []);
        this.#problems.show(findings);
        this.#onMistakes([...findings.mistakes, ...findings.warnings]);
      }
      return findings.valid;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The server is busy with checks.
      if (error.status === 429 && isLatest()) {
        await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE));
        return isLatest() ? this.check(text) : null;
      }
      if (isLatest()) this.#problems.showTrouble(error.message);
      return null;
    }
  }

  /** @param {Mistake[]} mistakes that the server found when it refused the text */
  showMistakes(mistakes) {
    this.#problems.show({ valid: false, mistakes, warnings: [] });
  }
}
