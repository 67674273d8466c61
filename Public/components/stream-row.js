// @ts-check
import { formatBytes, formatDuration, formatNumber } from '../lib/format.js';
import { endReason, NO_MORE } from '../lib/reasons.js';
import { isDraft, shownName } from '../lib/scenario-names.js';
import { agentName } from '../lib/session-board.js';
import { element, setText } from './element.js';
import { HandBar } from './hand-bar.js';

/** @typedef {import('../lib/session-board.js').SessionStream} SessionStream */

/** The columns of the table. */
export const COLUMNS = ['State', 'Scenario', 'Client', 'Open for', 'Events', 'Bytes', 'Last-Event-ID', 'Attempt', 'By hand'];

/**
 * A stream's row of the table: its client, its age, the number of its events and bytes, and controls for it.
 *
 *     const row = new StreamRow(stream, { onSaid, onStep });
 *     row.show(stream, Date.now());   // after each change to the stream
 */
export class StreamRow {
  root;
  #stream;
  #seenAt = 0;
  #word = element('span', {});
  #pill = element('span', { class: 'pill' }, element('span', { class: 'pill-mark' }), this.#word);
  #time;
  #events;
  #bytes;
  #gate = element('code', {});
  #waits = element('p', { class: 'stream-gate', hidden: true }, 'It waits at the gate ', this.#gate);
  /** Stays visible after the first gate, so that it keeps the focus when a user steps through several gates. */
  #step;

  /**
   * @param {SessionStream} stream
   * @param {{ onSaid: (text: string) => void, onStep: (stream: SessionStream) => void }} actions
   */
  constructor(stream, { onSaid, onStep }) {
    this.#stream = stream;
    const isOpen = stream.state === 'open';
    this.#step = element(
      'button',
      { type: 'button', class: 'primary', hidden: true, title: 'opens the gate at which it waits, or the next one', 'aria-label': `Step stream ${stream.stream}`, on: { click: () => onStep(this.#stream) } },
      'Step',
    );
    const bar = new HandBar({ onSaid });
    bar.show(isOpen ? { stream: stream.stream } : null);
    if (isOpen) bar.root.prepend(this.#step);
    const cell = (/** @type {string} */ name, /** @type {string} */ text, title = '') => element('td', { 'data-fact': name, title: title || null }, text);
    this.#time = cell('Open for', '');
    this.#events = cell('Events', '');
    this.#bytes = cell('Bytes', '');
    const { remoteAddress, userAgent, page } = stream;
    this.root = element(
      'tr',
      { class: 'stream', 'data-state': stateOf(stream), 'aria-label': `Stream ${stream.stream}: ${stream.scenario}` },
      element('td', { 'data-fact': 'State' }, this.#pill, isOpen ? null : element('span', { class: 'muted' }, endOf(stream))),
      element(
        'th',
        { scope: 'row', 'data-fact': 'Scenario' },
        element('span', { class: 'stream-name' }, isDraft(stream.scenario) ? 'A draft' : shownName(stream.scenario)),
        element('code', {}, `${stream.method} ${stream.target}`),
        stream.cors ? element('p', { class: 'trouble' }, `Page of another origin: ${stream.cors}`) : null,
        this.#waits,
      ),
      element(
        'td',
        { 'data-fact': 'Client' },
        element('span', { 'data-fact': 'Agent', title: userAgent ?? '' }, agentName(userAgent)),
        element('span', { class: 'muted', 'data-fact': 'From' }, remoteAddress),
        page ? element('span', { class: 'muted', 'data-fact': 'Page', title: page }, pathOf(page)) : null,
      ),
      this.#time,
      this.#events,
      this.#bytes,
      cell('Last-Event-ID', stream.lastEventId ?? ''),
      cell('Attempt', `${stream.attempt}`),
      element('td', { 'data-fact': 'By hand' }, bar.root),
    );
  }

  /** @param {SessionStream} stream @param {number} now */
  show(stream, now) {
    const isKnown = this.#seenAt > 0 && stream.duration === this.#stream.duration;
    if (!isKnown) this.#seenAt = now;
    this.#stream = { ...stream };
    const word = stream.state === 'open' ? (stream.held ?? 'open') : 'ended';
    setText(this.#word, word);
    this.root.toggleAttribute('data-held', stream.state === 'open' && Boolean(stream.held));
    this.#events.textContent = formatNumber(stream.events);
    this.#bytes.textContent = formatBytes(stream.bytes);
    this.#showGate(stream.state === 'open' ? stream.gate : null);
    this.tick(now);
  }

  /**
   * Updates the time, even while nothing is sent.
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
 * Describes how a stream ended.
 * @param {SessionStream} stream
 */
function endOf(stream) {
  if (stream.status === 204) return NO_MORE;
  return [stream.status === 200 ? '' : `HTTP ${stream.status ?? 'nothing'}`, endReason(stream)].filter(Boolean).join(', ');
}

/**
 * Shortens the address of a page to its path if it is of this site.
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
