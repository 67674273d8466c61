// @ts-check
import { formatBytes, formatDuration } from '../lib/format.js';
import { endReason, NO_MORE } from '../lib/reasons.js';
import { agentName } from '../lib/session-board.js';
import { element } from './element.js';
import { verdictOf } from './session-verdict.js';

/** @typedef {import('../lib/session-board.js').SessionStream} SessionStream */
/** @typedef {'complete' | 'truncate' | 'reset'} Ending */

/** @type {[Ending, string, string][]} */
const ENDINGS = [
  ['complete', 'End', 'as the protocol says: the client takes it for an end, and EventSource comes back'],
  ['truncate', 'Cut', 'in the middle, as a proxy that gives up does'],
  ['reset', 'Reset', 'the connection, as a server that crashes does'],
];

/**
 * One stream: who has it, since when, what it sent, and what can be done to it.
 *
 *     const row = new StreamRow(stream, { onEnd, onStep });
 *     row.show(stream, Date.now());   // after each change of it
 */
export class StreamRow {
  root;
  #stream;
  #seenAt = 0;
  #time = element('dd', {});
  #events = element('dd', {});
  #bytes = element('dd', {});
  #gate = element('code', {});
  #waits = element('p', { class: 'stream-gate', hidden: true }, 'It waits at the gate ', this.#gate);
  /** Stays once there was a gate: who goes step by step keeps the focus. */
  #step;

  /**
   * @param {SessionStream} stream
   * @param {{ onEnd: (stream: SessionStream, ending: Ending) => void, onStep: (stream: SessionStream) => void }} actions
   */
  constructor(stream, { onEnd, onStep }) {
    this.#stream = stream;
    this.#step = element(
      'button',
      { type: 'button', class: 'primary', hidden: true, title: 'opens the gate at which it waits, or the next one', 'aria-label': `Step stream ${stream.stream}`, on: { click: () => onStep(this.#stream) } },
      'Step',
    );
    const isOpen = stream.state === 'open';
    const fact = (/** @type {string} */ term, /** @type {HTMLElement | string | null} */ value, title = '') =>
      value === null || value === '' ? null : element('div', {}, element('dt', {}, term), typeof value === 'string' ? element('dd', { title: title || null }, value) : value);
    this.root = element(
      'li',
      { class: 'card stream', 'data-state': stateOf(stream), 'aria-label': `Stream ${stream.stream}: ${stream.scenario}` },
      element(
        'div',
        { class: 'stream-title' },
        element('span', { class: 'pill' }, element('span', { class: 'pill-mark' }), isOpen ? 'open' : 'ended'),
        // A draft is named by what its address has, which says nothing.
        element('h2', {}, stream.scenario.startsWith('~') ? 'A draft' : stream.scenario),
        element('code', {}, `${stream.method} ${stream.target}`),
        isOpen ? null : element('span', { class: 'muted' }, endOf(stream)),
      ),
      element(
        'dl',
        { class: 'side-facts' },
        fact('From', stream.remoteAddress),
        fact('Client', agentName(stream.userAgent), stream.userAgent ?? ''),
        fact('Page', stream.page ? pathOf(stream.page) : null, stream.page ?? ''),
        fact(isOpen ? 'Open for' : 'Lasted', this.#time),
        fact('Events', this.#events),
        fact('Bytes', this.#bytes),
        fact('Last-Event-ID', stream.lastEventId),
        fact('Attempt', `${stream.attempt}`),
        fact('Session', stream.session),
      ),
      stream.cors ? element('p', { class: 'trouble' }, `Page of another origin: ${stream.cors}`) : null,
      this.#waits,
      verdictOf(stream.session),
      element(
        'p',
        { class: 'gallery-actions' },
        element('a', { class: 'button', href: `/#watch=${encodeURIComponent(stream.session)}`, 'aria-label': `Watch the session of stream ${stream.stream}` }, 'Watch'),
        this.#step,
        ...(isOpen ? ENDINGS.map(([ending, word, title]) => element('button', { type: 'button', title, 'aria-label': `${word} stream ${stream.stream}`, on: { click: () => onEnd(stream, ending) } }, word)) : []),
      ),
    );
  }

  /** @param {SessionStream} stream @param {number} now */
  show(stream, now) {
    const isKnown = this.#seenAt > 0 && stream.duration === this.#stream.duration;
    if (!isKnown) this.#seenAt = now;
    this.#stream = { ...stream };
    this.#events.textContent = stream.events.toLocaleString('en');
    this.#bytes.textContent = formatBytes(stream.bytes);
    this.#showGate(stream.state === 'open' ? stream.gate : null);
    this.tick(now);
  }

  /**
   * Time goes on, also while nothing is sent.
   * @param {number} now
   */
  tick(now) {
    const { state, duration } = this.#stream;
    const seconds = state === 'open' ? Math.floor(duration + (now - this.#seenAt) / 1000) : duration;
    this.#time.textContent = formatDuration(seconds);
  }

  /** @param {string | null} gate */
  #showGate(gate) {
    this.#waits.hidden = gate === null;
    if (gate === null) return;
    this.#gate.textContent = gate;
    this.#step.hidden = false;
  }
}

/** @param {SessionStream} stream */
function stateOf({ state, status, ending, endedBy }) {
  if (state === 'open') return 'open';
  if (status === 204) return 'done';
  return ending === 'complete' || endedBy === 'client' ? 'closed' : 'failed';
}

/**
 * How a stream ended.
 * @param {SessionStream} stream
 */
function endOf(stream) {
  if (stream.status === 204) return NO_MORE;
  return [stream.status === 200 ? '' : `HTTP ${stream.status ?? 'nothing'}`, endReason(stream)].filter(Boolean).join(', ');
}

/**
 * A page by its path, where it is one of ours.
 * @param {string} page
 */
function pathOf(page) {
  try {
    const url = new URL(page);
    return url.origin === location.origin ? `${url.pathname}${url.search}` : page;
  } catch {
    return page;
  }
}
