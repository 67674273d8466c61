// @ts-check
import { EventLog } from '../lib/event-log.js';
import { EventSourceConnection } from '../lib/event-source-connection.js';
import { FetchConnection } from '../lib/fetch-connection.js';
import { formatBytes, formatCount } from '../lib/format.js';
import { curlCommand } from '../lib/play-address.js';
import { ConnectionPill } from './connection-pill.js';
import { commandLine } from './copyable.js';
import { element } from './element.js';
import { EventDetail } from './event-detail.js';
import { EventList } from './event-list.js';
import { mistakeList } from './mistake-list.js';
import { RunForm } from './run-form.js';

/** @typedef {import('../lib/scenario-feed.js').Scenario} Scenario */

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

/** Plays one scenario and shows what arrives. It holds one connection at most. */
export class RunPanel {
  root;
  #title = element('h2', { id: 'run-title', tabindex: '-1' });
  #description = element('p', { class: 'run-description' });
  #mistakes = element('div', { role: 'status' });
  #form = new RunForm(() => this.#showAddress());
  #toggle = element('button', { type: 'submit', class: 'primary' }, 'Start');
  #pill = new ConnectionPill();
  #curl = commandLine('the curl command');
  #pause = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, 'Pause the view');
  #held = element('span', { class: 'held' });
  #showNothing = element('input', { type: 'checkbox', id: 'show-nothing' });
  #counts = element('span', { class: 'counts' });
  #hint = element('p', { class: 'empty-hint muted' }, 'No events yet. Start, and they appear here as they arrive.');
  #detail = new EventDetail();
  #list = new EventList((entry) => this.#detail.show(entry));
  #log = new EventLog();
  #controls;
  #bytes = 0;
  #seed = '';
  #isScheduled = false;
  /** @type {Scenario | null} */
  #scenario = null;
  /** @type {Map<string, Set<string>>} */
  #knownTypes = new Map();
  /** @type {FetchConnection | EventSourceConnection | null} */
  #connection = null;

  constructor() {
    const clear = element('button', { type: 'button', class: 'quiet', on: { click: () => this.#clear() } }, 'Clear');
    this.#pause.addEventListener('click', () => this.#togglePause());
    this.#showNothing.addEventListener('change', () => this.#schedule());
    const form = element(
      'form',
      { class: 'run-controls', 'aria-label': 'Play this scenario' },
      this.#form.root,
      element('div', { class: 'run-actions' }, this.#toggle, this.#pill.root),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#connection) this.stop('stopped here');
      else this.start();
    });
    this.#controls = element('div', { class: 'run-play' }, form, this.#curl.root);
    this.root = element(
      'section',
      { class: 'run', 'aria-labelledby': 'run-title', hidden: true },
      element('header', { class: 'run-header' }, this.#title, this.#description, this.#mistakes),
      this.#controls,
      element(
        'div',
        { class: 'toolbar', role: 'group', 'aria-label': 'The view' },
        this.#pause, clear, this.#held,
        element('label', { class: 'check' }, this.#showNothing, 'Comments and ignored lines'),
        this.#counts,
      ),
      element('div', { class: 'events' }, this.#hint, this.#list.root),
      this.#detail.root,
    );
  }

  get isRunning() {
    return this.#connection !== null;
  }

  /** Shows a scenario, or what became of it since. Another one ends the stream of the one before. @param {Scenario} scenario */
  show(scenario) {
    if (this.#scenario?.name !== scenario.name) {
      this.stop('another scenario was chosen');
      this.#clear();
      this.#pill.show({ name: 'idle' });
    }
    this.#scenario = scenario;
    this.root.hidden = false;
    this.#title.textContent = scenario.title || scenario.name;
    this.#description.textContent = scenario.description;
    const mistakes = mistakeList(scenario);
    this.#mistakes.replaceChildren(...(mistakes ? [mistakes] : []));
    this.#controls.hidden = !scenario.play && !this.#connection;
    this.#form.show(scenario, [...(this.#knownTypes.get(scenario.name) ?? [])]);
    this.#showAddress();
  }

  start() {
    this.stop('started anew');
    this.#clear();
    this.#seed = '';
    const options = this.#form.options();
    let isCurrent = true;
    /** @type {import('../lib/connection-state.js').ConnectionObserver} */
    const observer = {
      state: (state) => {
        if (!isCurrent) return;
        if (state.name === 'open' && this.#seed) state.reason += `, seed ${this.#seed}`;
        if (state.name === 'closed') {
          isCurrent = false;
          this.#connection = null;
          this.#toggle.textContent = 'Start';
        }
        this.#pill.show(state);
        this.#logState(state);
      },
      head: (headers) => {
        this.#seed = headers.get('X-Scenario-Seed') ?? '';
      },
      event: (event) => {
        this.#add({ kind: 'event', type: event.type, id: event.lastEventId, data: event.data });
        this.#noteType(event.type);
        if (options.closeAfter.includes(event.type)) this.stop(`after the event ${event.type}`);
      },
      nothing: (reason, text) => this.#add({ kind: 'nothing', type: NOTHING[reason], data: text }),
      retry: (milliseconds) => this.#add({ kind: 'nothing', type: 'retry', data: `${milliseconds} ms` }),
      bytes: (count) => {
        this.#bytes += count;
        this.#schedule();
      },
    };
    this.#toggle.textContent = 'Stop';
    this.#connection =
      options.transport === 'fetch'
        ? new FetchConnection(options.address, observer)
        : new EventSourceConnection(options.address, observer, options.types);
  }

  /** @param {string} reason */
  stop(reason) {
    this.#connection?.close(reason);
  }

  focus() {
    this.#title.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: 'start' });
  }

  /** @param {import('../lib/connection-state.js').ConnectionState} state */
  #logState(state) {
    if (state.name === 'connecting' && !state.reason) return;
    this.#add({ kind: 'connection', type: state.name, data: state.reason ?? '', failed: state.failed });
  }

  /** @param {string} type */
  #noteType(type) {
    const name = this.#scenario?.name ?? '';
    const types = this.#knownTypes.get(name) ?? new Set();
    this.#knownTypes.set(name, types);
    if (types.has(type)) return;
    types.add(type);
    this.#form.addTypes([type]);
  }

  /** @param {Parameters<EventLog['add']>[0]} line */
  #add(line) {
    this.#log.add(line, Date.now());
    this.#schedule();
  }

  #clear() {
    this.#log.clear();
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

  #showAddress() {
    if (!this.#scenario) return;
    this.#curl.show(curlCommand(new URL(this.#form.options().address, location.href).href));
  }

  /** Draws once a frame at most, however fast events come. */
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      const lines = this.#log.visible();
      const shown = this.#showNothing.checked ? lines : lines.filter((line) => line.kind !== 'nothing');
      this.#list.show(shown);
      this.#hint.hidden = shown.length > 0;
      this.#held.textContent = this.#log.isPaused ? `paused, ${this.#log.heldCount.toLocaleString('en')} held` : '';
      const bytes = this.#bytes > 0 ? ` · ${formatBytes(this.#bytes)}` : '';
      this.#counts.textContent = `${formatCount(this.#log.eventCount, 'event')}${bytes}`;
    });
  }
}
