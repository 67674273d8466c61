// @ts-check
import { boundedText } from './bounded-text.js';

/**
 * A server's description of a refusal (RFC 9457 problem+json).
 * @typedef {object} Problem
 * @property {string} [title]
 * @property {string} [detail]
 * @property {import('./scenario-feed.js').Mistake[]} [mistakes] in the text that was sent
 * @property {string} [signIn] the address of the sign-in page, where signing in would give permission
 * @property {string} [join] the address of the page for joining the room
 * @property {string} [proposal] a free name to use instead of one that is taken
 */

/** The server refused, or could not be reached. The message is a sentence for people. */
export class Refusal extends Error {
  /** The HTTP status; 0 where there was no response. */
  status;
  /** The problem's title, usually the status in words. */
  title;
  mistakes;
  /** The address of the sign-in page; empty where signing in would not help. */
  signIn;
  /** The address of the join page; empty where no room is open. */
  join;
  /** A free name; empty where none is proposed. */
  proposal;
  /** @type {string | null} The server's sentence or title; null where it sent none. */
  explanation;

  /** @param {number} status @param {string} message @param {Problem} problem */
  constructor(status, message, { title = '', detail, mistakes = [], signIn = '', join = '', proposal = '' } = {}) {
    super(message);
    this.status = status;
    this.title = title;
    this.mistakes = mistakes;
    this.signIn = signIn;
    this.join = join;
    this.proposal = proposal;
    this.explanation = detail ?? (title || null);
  }

  static unreachable() {
    return new Refusal(0, 'The server cannot be reached.');
  }

  /** Whether the server refused for lack of permission. */
  get isOfAccess() {
    return this.status === 401 || this.status === 403;
  }
}

/**
 * Returns a text for people about an error.
 * @param {unknown} error the thrown value
 */
export function sentenceOf(error) {
  return error instanceof Error ? error.message : `${error}`;
}

/** @param {Response} response a refusal; its body is read */
export async function refusalOf(response) {
  const problem = await problemOf(response);
  return new Refusal(response.status, problem.detail ?? problem.title ?? `The server answered HTTP ${response.status} ${response.statusText}`.trim() + '.', problem);
}

/**
 * Reads a server's description of a refusal; it is empty where the body is not readable JSON.
 * @param {Response} response its body is read for a limited time
 * @returns {Promise<Problem>}
 */
async function problemOf(response) {
  if (!/[/+]json\b/.test(response.headers.get('Content-Type') ?? '')) {
    await response.body?.cancel();
    return {};
  }
  try {
    return problemIn(JSON.parse(await boundedText(response, { bytes: 1_048_576 })));
  } catch {
    return {};
  }
}

/**
 * Returns the members of a problem that have the right type.
 * @param {any} json @returns {Problem}
 */
function problemIn(json) {
  /** @type {Problem} */
  const problem = {};
  for (const name of /** @type {const} */ (['title', 'detail', 'signIn', 'join', 'proposal'])) if (typeof json?.[name] === 'string') problem[name] = json[name];
  if (Array.isArray(json?.mistakes)) problem.mistakes = json.mistakes;
  return problem;
}
