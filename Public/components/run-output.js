// @ts-check
import { EventLog } from '../lib/event-log.js';
import { FetchConnection } from '../lib/fetch-connection.js';
import { formatBytes, formatCount } from '../lib/format.js';
import { NOTHING_LANE } from '../lib/timeline-marks.js';
import { WireLog } from '../lib/wire-log.js';
import { ConnectionPill } from './connection-pill.js';
import { element } from './element.js';
import { EventDetail } from './event-detail.js';
import { EventList } from './event-list.js';
import { Timeline } from './timeline.js';
import { WireView } from './wire-view.js';

/** @typedef {import('../lib/connection-state.js').ConnectionState} ConnectionState */

/** What bytes that dispatched nothing are called. */
const NOTHING = {
  byteOrderMark: 'byte order mark',
  comment: 'comment',
  noData: 'no data: not dispatched',
  ignoredField: 'ignored field',
  bogusRetry: 'retry that is no number: ignored',
  nullInID: 'id with NULL: ignored',
  unfinished: 'unfinished: not dispatched',
};

/** Plays one address and shows the timeline, the events and their bytes side by side. It holds one connection at most. */
export class RunOutput {
  root;
  #onChange;
  #pill = new ConnectionPill();
  #pause = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, 'Pause the view');
  #held = element('span', { class: 'held' });
  #counts = element('span', { class: 'counts' });
  #timeline = new Timeline((number) => this.#choose(number));
  #wireView = new WireView((number) => this.#choose(number));
  #detail = new EventDetail();
  #list = new EventList((entry) => {
    this.#detail.show(entry);
    this.#wireView.light(entry?.number ?? null);
    this.#timeline.light(entry?.number ?? null);
  });
  #log = new EventLog();
  /** @type {import('../lib/timeline-marks.js').Mark[]} */
  #marks = [];
  /** @type {import('./timeline.js').Break[]} */
  #breaks = [];
  #bytes = 0;
  #isScheduled = false;
  #wire = this.#makeWire();
  /** @type {FetchConnection | null} */
  #connection = null;

  /** @param {() => void} onChange called when a run begins or ends */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#pause.addEventListener('click', () => this.#togglePause());
    const clear = element('button', { type: 'button', class: 'quiet', on: { click: () => this.#clear() } }, 'Clear');
    this.root = element(
      'div',
      { class: 'output' },
      element('div', { class: 'output-state' }, this.#pill.root),
      this.#timeline.root,
      element('div', { class: 'toolbar', role: 'group', 'aria-label': 'The view' }, this.#pause, clear, this.#held, this.#counts),
      element(
        'div',
        { class: 'panes' },
        element('section', { class: 'pane', 'aria-labelledby': 'events-title' }, element('h2', { id: 'events-title' }, 'Events'), element('div', { class: 'events' }, this.#list.root)),
        element('section', { class: 'pane', 'aria-labelledby': 'wire-title' }, element('h2', { id: 'wire-title' }, 'On the wire'), this.#wireView.root),
      ),
      this.#detail.root,
    );
  }

  get isRunning() {
    return this.#connection !== null;
  }

  /**
   * @param {string} address path and query
   * @param {boolean} reconnects whether to come back when the stream ends, as EventSource does
   */
  start(address, reconnects) {
    this.stop('started anew');
    this.#clear();
    let isCurrent = true;
    let seed = '';
    this.#connection = new FetchConnection(address, {
      state: (state) => {
        if (!isCurrent) return;
        if (state.name === 'open' && seed) state = { ...state, reason: `${state.reason}, seed ${seed}` };
        if (state.name === 'open') this.#wire.begin(`GET ${address} → ${state.reason}`);
        if (state.name === 'reconnecting' || state.name === 'closed') this.#wire.end();
        if (state.name === 'closed') {
          isCurrent = false;
          this.#connection = null;
        }
        if (state.name === 'reconnecting' && !reconnects) {
          // Once the connection has set its timer: closing clears it.
          queueMicrotask(() => this.stop(state.reason ?? ''));
          return;
        }
        this.#showState(state);
      },
      head: (headers) => {
        seed = headers.get('X-Scenario-Seed') ?? '';
      },
      event: () => {}, // the log of the wire tells of events, together with their bytes
      chunk: (chunk) => {
        this.#bytes += chunk.length;
        this.#wire.push(chunk);
        this.#schedule();
      },
    });
    this.#onChange();
  }

  /** @param {string} reason */
  stop(reason) {
    this.#connection?.close(reason);
  }

  /** @param {ConnectionState} state */
  #showState(state) {
    this.#pill.show(state);
    if (state.name === 'reconnecting') this.#breaks.push({ at: Date.now(), label: `${state.reason}; Last-Event-ID: ${this.#wire.lastEventId || 'none'}` });
    if (state.name !== 'connecting' || state.reason) {
      this.#log.add({ kind: 'connection', type: state.name, data: state.reason ?? '', failed: state.failed }, Date.now());
    }
    if (state.name === 'closed') this.#onChange();
    this.#schedule();
  }

  #makeWire() {
    return new WireLog({
      event: (event) => this.#add('event', event.type, event.data, event.lastEventId),
      nothing: (reason, text) => this.#add('nothing', NOTHING[reason], text),
      retry: (milliseconds) => this.#add('nothing', 'retry', `${milliseconds} ms`),
    });
  }

  /** @param {'event' | 'nothing'} kind @param {string} type @param {string} data */
  #add(kind, type, data, id = '') {
    const at = Date.now();
    const number = this.#log.add({ kind, type, data, id }, at);
    this.#marks.push({ at, lane: kind === 'event' ? type : NOTHING_LANE, number });
    if (this.#marks.length > 11_000) this.#marks = this.#marks.slice(-10_000);
    return number;
  }

  /** @param {number} number */
  #choose(number) {
    this.#list.choose(number);
  }

  #clear() {
    this.#log.clear();
    this.#wire.clear();
    this.#marks = [];
    this.#breaks = [];
    this.#bytes = 0;
    this.#detail.show(null);
    this.#schedule();
  }

  #togglePause() {
    if (this.#log.isPaused) this.#log.resume();
    else this.#log.pause();
    this.#pause.setAttribute('aria-pressed', `${this.#log.isPaused}`);
    this.#schedule();
  }

  /** Draws once a frame at most, however fast bytes come. */
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#held.textContent = this.#log.isPaused ? `paused, ${this.#log.heldCount.toLocaleString('en')} held` : '';
      this.#counts.textContent = `${formatCount(this.#log.eventCount, 'event')}${this.#bytes > 0 ? ` · ${formatBytes(this.#bytes)}` : ''}`;
      this.#list.show(this.#log.visible());
      if (this.#log.isPaused) return;
      this.#wireView.show(this.#wire.lines);
      this.#timeline.show(this.#marks, this.#breaks);
    });
  }
}
