// @ts-check
import { boundedText } from './bounded-text.js';

/**
 * What a server says of a refusal (RFC 9457 problem+json).
 * @typedef {object} Problem
 * @property {string} [title]
 * @property {string} [detail]
 * @property {import('./scenario-feed.js').Mistake[]} [mistakes] in the text that was sent
 * @property {string} [signIn] the address of the page at which more rights are to be had
 * @property {string} [join] the address of the page at which one joins the room
 * @property {string} [proposal] a name that is free, in the place of one that is taken
 */

/** The server refused, or could not be reached: the message is a sentence for people. */
export class Refusal extends Error {
  /** The HTTP status; 0 where there was no answer. */
  status;
  /** What the status is called. */
  title;
  mistakes;
  /** Where one signs in; empty where that would not help. */
  signIn;
  /** Where one joins the room; empty where none is open. */
  join;
  /** A name that is free; empty where none was asked for. */
  proposal;
  /** @type {string | null} The sentence of the server, where it gave one. */
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

  /** Whether it is for want of permission. */
  get isOfAccess() {
    return this.status === 401 || this.status === 403;
  }
}

/** @param {Response} response its body is read */
export async function refusalOf(response) {
  const problem = await problemOf(response);
  return new Refusal(response.status, problem.detail ?? problem.title ?? `The server answered HTTP ${response.status} ${response.statusText}`.trim() + '.', problem);
}

/**
 * What a server says of a refusal; nothing where it says nothing that can be read.
 * @param {Response} response its body is read, unless it does not end
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
 * The members of a problem that are what they should be.
 * @param {any} json @returns {Problem}
 */
function problemIn(json) {
  /** @type {Problem} */
  const problem = {};
  for (const name of /** @type {const} */ (['title', 'detail', 'signIn', 'join', 'proposal'])) if (typeof json?.[name] === 'string') problem[name] = json[name];
  if (Array.isArray(json?.mistakes)) problem.mistakes = json.mistakes;
  return problem;
}
