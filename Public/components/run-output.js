// @ts-check
import { eventsAsJSON, rawBytes } from '../lib/event-export.js';
import { EventSearch, filterEntries } from '../lib/event-search.js';
import { RunRecord } from '../lib/run-record.js';
import { AnswerText } from './answer-text.js';
import { ConnectionPill } from './connection-pill.js';
import { download } from './download.js';
import { element } from './element.js';
import { EventDetail } from './event-detail.js';
import { EventList } from './event-list.js';
import { GatePrompt } from './gate-prompt.js';
import { HandBar } from './hand-bar.js';
import { onceAFrame } from './once-a-frame.js';
import { RatePlot } from './rate-plot.js';
import { RunCounters } from './run-counters.js';
import { Timeline } from './timeline.js';
import { WireView } from './wire-view.js';

/** @typedef {import('../lib/event-log.js').Entry} Entry */
/** @typedef {import('../lib/session-lanes.js').Lane} Lane */
/** @typedef {{ lane: Lane, line: number | null, isToGo: boolean }} ChosenLine the line of the scenario that sent the chosen entry, and whether to go there */

let count = 0;

/**
 * Shows the run of one client: the state of its connection, the timeline, and the events with their bytes.
 *
 *     const output = new RunOutput({ onLine, query: () => ({ filter: '', search: '' }), onDrawn, onChosen });
 *     output.show(client.lanes[0]);
 */
export class RunOutput {
  root;
  #listeners;
  /** @type {Lane} */
  #lane = { record: new RunRecord(), title: '', scenario: '', session: '' };
  #title = element('h2', { class: 'lane-title', hidden: true });
  #pill = new ConnectionPill();
  #counters = new RunCounters();
  #gate = new GatePrompt();
  #hand = new HandBar();
  #answer = new AnswerText();
  #rate = new RatePlot();
  #timeline = new Timeline((number) => this.choose(number));
  #wireView = new WireView((number) => this.choose(number));
  #detail = new EventDetail((line) => this.#listeners.onLine({ lane: this.#lane, line, isToGo: true }));
  #list = new EventList((entry) => this.#onSelect(entry));
  #search = new EventSearch();
  /** @type {Entry | null} */
  #chosen = null;
  /** @type {number | null} */
  #litLine = null;
  /** @type {number | null} */
  #toldLine = null;
  /** Whether bytes and timeline already show copies from the moment when the view was paused. */
  #isFrozen = false;
  /** Draws at most once per frame, however fast bytes arrive. */
  schedule = onceAFrame(() => this.#draw());

  /**
   * @param {object} listeners
   * @param {(line: ChosenLine) => void} listeners.onLine
   * @param {() => { filter: string, search: string }} listeners.query returns which events to show and to search for
   * @param {() => void} listeners.onDrawn called after drawing
   * @param {() => void} listeners.onChosen called after an entry was chosen
   */
  constructor(listeners) {
    this.#listeners = listeners;
    count += 1;
    const id = `lane-${count}`;
    this.#title.id = `${id}-title`;
    const pane = (/** @type {'events' | 'bytes'} */ what, /** @type {string} */ title, /** @type {HTMLElement} */ content) => {
      const save = element('button', { type: 'button', class: 'quiet', 'aria-label': `Export the ${what}`, on: { click: () => this.#export(what) } }, 'Export');
      return element(
        'section',
        { class: 'pane', 'aria-labelledby': `${id}-${what} ${id}-title` },
        element('div', { class: 'pane-header' }, element('h3', { id: `${id}-${what}` }, title), save),
        content,
      );
    };
    this.root = element(
      'section',
      { class: 'output' },
      this.#title,
      element('div', { class: 'output-state' }, this.#pill.root, this.#counters.root),
      this.#gate.root,
      this.#hand.root,
      this.#timeline.root,
      this.#answer.root,
      element(
        'div',
        { class: 'panes' },
        pane('events', 'Events', element('div', { class: 'events' }, this.#list.root)),
        pane('bytes', 'On the wire', this.#wireView.root),
      ),
      this.#detail.root,
      this.#rate.root,
    );
  }

  get record() {
    return this.#lane.record;
  }

  /** The name of the scenario that is played; empty where it has none. */
  get scenario() {
    return this.#lane.scenario;
  }

  get search() {
    return this.#search;
  }

  /** @param {Lane} lane */
  show(lane) {
    const isOther = lane.record !== this.record;
    this.#title.textContent = lane.title;
    this.#title.hidden = lane.title === '';
    this.root.setAttribute('aria-label', lane.title || 'What came');
    this.#wireView.name(lane.title);
    this.#detail.name(lane.title);
    if (isOther) this.#forget();
    this.#lane = lane;
    this.#gate.session = lane.session;
    lane.record.onChange = () => this.schedule();
    this.schedule();
  }

  /** Stops following the record. */
  leave() {
    this.record.onChange = () => {};
  }

  clear() {
    this.record.clear();
    this.#forget();
    this.record.onChange = () => this.schedule();
    this.schedule();
  }

  /** Forgets everything that was shown, chosen, found or highlighted. */
  #forget() {
    this.record.onChange = () => {};
    this.#search.clear();
    this.#list.show([]);
    this.#wireView.show([]);
    this.#timeline.begin();
    this.#onSelect(null);
    this.#isFrozen = false;
  }

  /** @param {number} number of an entry */
  choose(number) {
    if (!this.#list.choose(number)) {
      // It is filtered out of the list, but its bytes and its dot are still shown.
      this.#onSelect(this.record.log.visible().find((entry) => entry.number === number) ?? null);
    }
  }

  /**
   * Chooses the entry that is `count` entries further down, or up if that is negative.
   * @param {number} count
   */
  step(count) {
    this.#list.step(count);
  }

  /**
   * Goes to the next or the previous match of the search.
   * @param {1 | -1} step
   */
  goToFound(step) {
    const next = this.#search.next(this.#chosen?.number ?? null, step);
    if (next !== null) this.choose(next);
  }

  /**
   * Highlights the entries that a line of the scenario sent, and chooses the latest of them. Each further call chooses the next one.
   * @param {number} line
   */
  chooseLine(line) {
    const sent = this.record.log.visible().filter((entry) => this.record.lineOf(entry) === line);
    const isAnew = line !== this.#litLine;
    this.#litLine = sent.length > 0 ? line : null;
    const next = isAnew ? sent.at(-1) : sent.find(({ number }) => number > (this.#chosen?.number ?? 0)) ?? sent[0];
    this.#timeline.ring(sent.map(({ number }) => number));
    if (next) this.choose(next.number);
  }

  /**
   * Chooses the entry at an offset of a stream's body.
   * @param {string} stream @param {number | null} offset null for its beginning
   * @returns {boolean} whether the stream is one of this client's, and still kept
   */
  chooseBytes(stream, offset) {
    const sent = this.record.log.visible().filter((entry) => entry.stream === stream);
    const placed = sent.filter((entry) => entry.offset !== undefined);
    const entry = offset === null ? sent[0] : placed.filter((entry) => (entry.offset ?? 0) < Math.max(offset, 1)).at(-1) ?? sent[0];
    if (!entry) return false;
    this.choose(entry.number);
    this.root.scrollIntoView({ block: 'nearest' });
    return true;
  }

  /** @param {Entry | null} entry */
  #onSelect(entry) {
    this.#chosen = entry;
    const line = entry ? this.record.lineOf(entry) : null;
    if (line !== this.#litLine) {
      this.#litLine = null;
      this.#timeline.ring([]);
    }
    this.#showChosen();
    this.#wireView.light(entry?.number ?? null);
    this.#timeline.light(entry?.number ?? null);
    if (entry) this.#listeners.onChosen();
  }

  /** Shows the chosen entry. Called again when the line that sent the entry becomes known only later. */
  #showChosen() {
    const line = this.#chosen ? this.record.lineOf(this.#chosen) : null;
    this.#detail.show(this.#chosen, line, this.#lane.title === '' ? '' : this.#lane.scenario, this.#chosen !== null && this.record.byHand.has(this.#chosen.number));
    if (line === this.#toldLine) return;
    this.#toldLine = line;
    this.#listeners.onLine({ lane: this.#lane, line, isToGo: false });
  }

  /** @param {'events' | 'bytes'} what */
  #export(what) {
    if (what === 'events') download('events.json', eventsAsJSON(this.record), 'application/json');
    else download('stream.txt', rawBytes(this.record), 'text/plain');
  }

  #draw() {
    const { record } = this;
    const { log } = record;
    const { filter, search } = this.#listeners.query();
    if (this.#pill.state !== record.state) this.#pill.show(record.state);
    this.#counters.show(record);
    this.#gate.show(record.gate);
    const isOver = record.state.name === 'closed' || record.state.name === 'idle';
    this.#hand.show(this.#lane.session === '' || isOver ? null : { session: this.#lane.session });
    this.#answer.show(record.text);
    this.#rate.show(record);
    this.#search.setText(search);
    this.#search.look(log.visible());
    this.#list.show(filterEntries(log.visible(), filter), this.#search.isActive ? this.#search.found : null, record.byHand);
    if (this.#chosen && this.#detail.line === null) this.#showChosen();
    // The lists of a record grow in place, so copies are shown while the view is paused.
    if (!log.isPaused) {
      this.#wireView.show(record.lines, record.byHand);
      this.#timeline.show(record.marks, record.breaks, record.byHand);
    } else if (!this.#isFrozen) {
      this.#wireView.show(record.lines.slice(), record.byHand);
      this.#timeline.show(record.marks.slice(), record.breaks.slice(), record.byHand);
    }
    this.#isFrozen = log.isPaused;
    this.#listeners.onDrawn();
  }
}
