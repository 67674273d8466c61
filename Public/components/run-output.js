// @ts-check
import { eventsAsJSON, rawBytes } from '../lib/event-export.js';
import { EventSearch, filterEntries } from '../lib/event-search.js';
import { RunRecord } from '../lib/run-record.js';
import { ConnectionPill } from './connection-pill.js';
import { download } from './download.js';
import { element } from './element.js';
import { EventDetail } from './event-detail.js';
import { EventList } from './event-list.js';
import { GatePrompt } from './gate-prompt.js';
import { RatePlot } from './rate-plot.js';
import { RunCounters } from './run-counters.js';
import { Timeline } from './timeline.js';
import { ViewToolbar } from './view-toolbar.js';
import { WireView } from './wire-view.js';

/** @typedef {import('../lib/event-log.js').Entry} Entry */

/** Shows a run as it goes: where its connection stands, the timeline, and the events beside their bytes. */
export class RunOutput {
  root;
  #onLine;
  #record = new RunRecord();
  #pill = new ConnectionPill();
  #counters = new RunCounters();
  #gate = new GatePrompt();
  #rate = new RatePlot();
  #timeline = new Timeline((number) => this.choose(number));
  #wireView = new WireView((number) => this.choose(number));
  #detail = new EventDetail((line) => this.#onLine(line, true));
  #list = new EventList((entry) => this.#onSelect(entry));
  #search = new EventSearch();
  #toolbar = new ViewToolbar({
    onPause: () => this.togglePause(),
    onClear: () => this.clear(),
    onChange: () => this.#schedule(),
    onNext: (step) => this.#goToFound(step),
  });
  /** @type {Entry | null} */
  #chosen = null;
  /** @type {number | null} */
  #litLine = null;
  /** @type {number | null} */
  #toldLine = null;
  #isScheduled = false;

  /** @param {(line: number | null, go: boolean) => void} onLine told which line of the scenario sent what is chosen, and whether to go there */
  constructor(onLine) {
    this.#onLine = onLine;
    const pane = (/** @type {'events' | 'bytes'} */ what, /** @type {string} */ title, /** @type {HTMLElement} */ content) => {
      const save = element('button', { type: 'button', class: 'quiet', 'aria-label': `Export the ${what}`, on: { click: () => this.#export(what) } }, 'Export');
      return element(
        'section',
        { class: 'pane', 'aria-labelledby': `${what}-title` },
        element('div', { class: 'pane-header' }, element('h2', { id: `${what}-title` }, title), save),
        content,
      );
    };
    this.root = element(
      'div',
      { class: 'output' },
      element('div', { class: 'output-state' }, this.#pill.root, this.#counters.root),
      this.#gate.root,
      this.#timeline.root,
      this.#toolbar.root,
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
    return this.#record;
  }

  get isPaused() {
    return this.#record.log.isPaused;
  }

  /** Shows another run. @param {RunRecord} record @param {string} session whose gates can be opened */
  show(record, session) {
    this.#record.onChange = () => {};
    this.#record = record;
    this.#gate.session = session;
    this.#search.clear();
    this.#list.show([]);
    this.#wireView.show([]);
    record.onChange = () => this.#schedule();
    this.#schedule();
  }

  togglePause() {
    const { log } = this.#record;
    if (log.isPaused) log.resume();
    else log.pause();
    this.#schedule();
  }

  clear() {
    this.#search.clear();
    this.#record.clear();
  }

  focusSearch() {
    this.#toolbar.focusSearch();
  }

  /** @param {number} number of an entry */
  choose(number) {
    if (!this.#list.choose(number)) {
      // It is filtered out of the list; its bytes and its dot are there all the same.
      this.#onSelect(this.#record.log.visible().find((entry) => entry.number === number) ?? null);
    }
  }

  /** Goes some entries on or back. @param {number} count */
  step(count) {
    this.#list.step(count);
  }

  /** Lights up what a line of the scenario sent; again, the next of it. @param {number} line */
  chooseLine(line) {
    const { log } = this.#record;
    const sent = log.visible().filter((entry) => this.#record.lineOf(entry) === line);
    const isAnew = line !== this.#litLine;
    this.#litLine = sent.length > 0 ? line : null;
    const next = isAnew ? sent.at(-1) : sent.find(({ number }) => number > (this.#chosen?.number ?? 0)) ?? sent[0];
    this.#timeline.ring(sent.map(({ number }) => number));
    if (next) this.choose(next.number);
    return sent.length;
  }

  /** @param {Entry | null} entry */
  #onSelect(entry) {
    this.#chosen = entry;
    const line = entry ? this.#record.lineOf(entry) : null;
    if (line !== this.#litLine) {
      this.#litLine = null;
      this.#timeline.ring([]);
    }
    this.#showChosen();
    this.#wireView.light(entry?.number ?? null);
    this.#timeline.light(entry?.number ?? null);
  }

  /** Which line sent it may be known only a little later than it. */
  #showChosen() {
    const line = this.#chosen ? this.#record.lineOf(this.#chosen) : null;
    this.#detail.show(this.#chosen, line);
    if (line === this.#toldLine) return;
    this.#toldLine = line;
    this.#onLine(line, false);
  }

  /** @param {1 | -1} step */
  #goToFound(step) {
    const next = this.#search.next(this.#chosen?.number ?? null, step);
    if (next !== null) this.choose(next);
  }

  /** @param {'events' | 'bytes'} what */
  #export(what) {
    if (what === 'events') download('events.json', eventsAsJSON(this.#record), 'application/json');
    else download('stream.txt', rawBytes(this.#record), 'text/plain');
  }

  /** Draws once a frame at most, however fast bytes come. */
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #draw() {
    const record = this.#record;
    const { log } = record;
    if (this.#pill.state !== record.state) this.#pill.show(record.state);
    this.#counters.show(record);
    this.#gate.show(record.gate);
    this.#rate.show(record);
    this.#search.setText(this.#toolbar.search);
    this.#search.look(log.visible());
    const found = this.#search.isActive ? this.#search.found : null;
    this.#toolbar.show({ isPaused: log.isPaused, held: log.heldCount, types: record.types, found: found?.size ?? null });
    this.#list.show(filterEntries(log.visible(), this.#toolbar.filter), found);
    if (this.#chosen && this.#detail.line === null) this.#showChosen();
    if (log.isPaused) return;
    this.#wireView.show(record.lines);
    this.#timeline.show(record.marks, record.breaks);
  }
}
