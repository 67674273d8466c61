// @ts-check
import { Refusal } from './problem.js';
import { ask } from './server.js';

/** @typedef {'fine' | 'note' | 'warning' | 'fault'} Severity */
/**
 * The evidence for a finding.
 * @typedef {object} Evidence
 * @property {string | null} stream
 * @property {string | null} entry the entry of the journal
 * @property {string | null} time in ISO 8601
 * @property {string} text
 * @property {[number, number] | null} bytes offsets in the body: the first byte, and the one after the last
 */
/**
 * The result of a rule about a client.
 * @typedef {object} Finding
 * @property {string} rule
 * @property {Severity} severity
 * @property {string} sentence
 * @property {string | null} asks what the rule requires of a client
 * @property {string | null} clause the address of the standard's clause
 * @property {Evidence[]} evidence
 */
/** @typedef {{ client: number, userAgent: string | null, severity: Severity, line: string, findings: Finding[] }} JudgedClient */
/** @typedef {{ key: string, expected: string, state: 'met' | 'failed' | 'undecided', sentence: string, evidence: Evidence[] }} Expectation */
/** @typedef {{ session: string, verdict: 'fine' | 'fault' | 'undecided', line: string, clients: JudgedClient[], findings: Finding[], expectations: Expectation[] }} Verdict */

/** The delay in milliseconds for which events are collected before one request. */
const SOON = 250;
/** The delay before another request when nothing more happens, because some rules depend on the passing of time. */
const LATER = 2500;

/**
 * Requests the verdict on a session after something has happened in it. It opens no stream, because a browser allows only six connections.
 *
 *     const watch = new VerdictWatch('test-1', (verdict) => panel.show(verdict));
 *     watch.notice();   // after an entry of the journal
 *     watch.close();
 */
export class VerdictWatch {
  #session;
  #onVerdict;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;
  #isClosed = false;
  #isAsking = false;
  #isOutdated = false;

  /** @param {string} session @param {(verdict: Verdict) => void} onVerdict */
  constructor(session, onVerdict) {
    this.#session = session;
    this.#onVerdict = onVerdict;
  }

  /** Reports that something happened in the session. */
  notice() {
    if (this.#isClosed || this.#session === '') return;
    this.#soon ??= setTimeout(() => this.#ask(), SOON);
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#ask(), LATER);
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#soon);
    clearTimeout(this.#later);
  }

  async #ask() {
    this.#soon = undefined;
    if (this.#isAsking) {
      this.#isOutdated = true;
      return;
    }
    this.#isAsking = true;
    const verdict = await readVerdict(this.#session);
    this.#isAsking = false;
    if (this.#isClosed) return;
    if (verdict) this.#onVerdict(verdict);
    if (this.#isOutdated) this.notice();
    this.#isOutdated = false;
  }
}

/**
 * Reads the verdict on a session; null where the server refuses, such as for a session that it does not know, or cannot be reached.
 * @param {string} session @returns {Promise<Verdict | null>}
 */
export async function readVerdict(session) {
  try {
    const response = await ask(`/api/sessions/${encodeURIComponent(session)}/verdict`, { headers: { Accept: 'application/json' } });
    return await response.json();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
