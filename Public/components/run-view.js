// @ts-check
import { arrange, element, setText } from './element.js';
import { RunOutput } from './run-output.js';
import { VerdictPanel } from './verdict-panel.js';
import { ViewToolbar } from './view-toolbar.js';

/** @typedef {import('../lib/session-lanes.js').Lane} Lane */

/**
 * Shows a run, or all clients of a watched session side by side. Pausing, searching and filtering apply to all of them.
 *
 *     const view = new RunView(({ line }) => editor.showLine(line));
 *     view.show(client.lanes, client.heading);
 */
export class RunView {
  root;
  #onLine;
  #heading = element('p', { class: 'watch-heading', role: 'status', hidden: true });
  #note = element('p', { class: 'run-note', role: 'status' });
  #lanes = element('div', { class: 'lanes' });
  /** The verdict on the session. */
  verdict = new VerdictPanel(({ stream, bytes }) => {
    for (const output of this.#outputs) if (output.chooseBytes(stream ?? '', bytes?.[0] ?? null)) break;
  });
  #toolbar = new ViewToolbar({
    onPause: () => this.togglePause(),
    onClear: () => this.#outputs.forEach((output) => output.clear()),
    onChange: () => this.#outputs.forEach((output) => output.schedule()),
    onNext: (step) => this.#goToFound(step),
  });
  /** @type {RunOutput[]} */
  #outputs = [];
  /** @type {RunOutput | null} The output in which an entry was chosen last. */
  #active = null;
  #isPaused = false;

  /** @param {(line: import('./run-output.js').ChosenLine) => void} onLine */
  constructor(onLine) {
    this.#onLine = onLine;
    this.root = element('div', { class: 'run-view' }, this.#heading, this.#note, this.verdict.root, this.#toolbar.root, this.#lanes);
    this.show([], '');
  }

  /** The event types that arrived. */
  get types() {
    return new Set(this.#outputs.flatMap(({ record }) => [...record.types]));
  }

  /** @param {readonly Lane[]} lanes @param {string} heading the text above them */
  show(lanes, heading) {
    this.#heading.textContent = heading;
    this.#heading.hidden = heading === '';
    const free = this.#outputs.filter(({ record }) => !lanes.some((lane) => lane.record === record));
    if (lanes.length > 0 && free.length === this.#outputs.length) this.#isPaused = false; // another run
    const outputs = lanes.map((lane) => this.#outputs.find(({ record }) => record === lane.record) ?? free.shift() ?? this.#makeOutput());
    for (const output of free) output.leave();
    if (this.#active && !outputs.includes(this.#active)) this.#active = null;
    this.#outputs = outputs;
    outputs.forEach((output, index) => {
      output.show(lanes[index]);
      if (this.#isPaused) output.record.log.pause();
    });
    arrange(this.#lanes, outputs.map(({ root }) => root));
    this.#lanes.dataset.count = `${outputs.length}`;
  }

  /**
   * Shows a note above all outputs.
   * @param {string} text empty for no note
   */
  showNote(text) {
    setText(this.#note, text);
  }

  togglePause() {
    this.#isPaused = !this.#isPaused;
    for (const output of this.#outputs) {
      if (this.#isPaused) output.record.log.pause();
      else output.record.log.resume();
      output.schedule();
    }
  }

  focusSearch() {
    this.#toolbar.focusSearch();
  }

  /**
   * Chooses the entry that is `count` entries further down, or up if that is negative.
   * @param {number} count
   */
  step(count) {
    (this.#active ?? this.#outputs[0])?.step(count);
  }

  /**
   * Highlights the entries that a line of a scenario sent.
   * @param {number} line @param {string} scenario the name of the open scenario
   */
  chooseLine(line, scenario) {
    for (const output of this.#outputs) if (output.scenario === scenario) output.chooseLine(line);
  }

  /** @param {1 | -1} step */
  #goToFound(step) {
    const active = this.#active ?? this.#outputs[0];
    const found = [active, ...this.#outputs].find((output) => output && output.search.found.size > 0);
    found?.goToFound(step);
  }

  #makeOutput() {
    /** @type {RunOutput} */
    const output = new RunOutput({
      onLine: this.#onLine,
      query: () => this.#toolbar,
      onDrawn: () => this.#showToolbar(),
      onChosen: () => {
        this.#active = output;
      },
    });
    return output;
  }

  #showToolbar() {
    const searches = this.#outputs.map(({ search }) => search).filter(({ isActive }) => isActive);
    this.#toolbar.show({
      isPaused: this.#isPaused,
      waiting: this.#outputs.reduce((sum, { record }) => sum + record.log.newCount, 0),
      types: this.types,
      found: searches.length === 0 ? null : searches.reduce((sum, { found }) => sum + found.size, 0),
    });
  }
}
