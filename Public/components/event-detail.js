// @ts-check
import { formatDelta, formatTime, prettyData } from '../lib/format.js';
import { isDraft } from '../lib/scenario-names.js';
import { copyButton } from './copyable.js';
import { element, entryOf } from './element.js';

/**
 * Shows one event in full: its fields, and its data with line ends.
 *
 *     const detail = new EventDetail((line) => editor.goTo(line, 1));
 *     detail.show(entry, 7, 'counter');   // null hides it
 */
export class EventDetail {
  root = element('section', { class: 'event-detail', 'aria-label': 'The chosen event', hidden: true });
  /** @type {number | null} The line of the scenario that is shown. */
  line = null;
  #onLine;
  /** @type {import('../lib/event-log.js').Entry | null} */
  #entry = null;
  #isByHand = false;

  /** @param {(line: number) => void} onLine called to go to the line of the scenario that sent the event */
  constructor(onLine) {
    this.#onLine = onLine;
  }

  /**
   * Names the client in the label, if there are several clients.
   * @param {string} whose
   */
  name(whose) {
    this.root.setAttribute('aria-label', ['The chosen event', whose].filter(Boolean).join(': '));
  }

  /**
   * @param {import('../lib/event-log.js').Entry | null} entry
   * @param {number | null} line the line of the scenario that sent it
   * @param {string} scenario its name; empty where it has none
   * @param {boolean} [isByHand] whether it was injected by hand
   */
  show(entry, line, scenario, isByHand = false) {
    if (entry === this.#entry && line === this.line && isByHand === this.#isByHand) return;
    this.#isByHand = isByHand;
    this.#entry = entry;
    this.line = line;
    this.root.hidden = entry === null;
    if (entry === null) {
      this.root.replaceChildren();
      return;
    }
    /** @type {[string, string][]} */
    const fields = [
      [entry.kind === 'event' ? 'event' : 'what', entry.type],
      ['id', entry.id],
      ['time', `${formatTime(entry.at)} ${formatDelta(entry.delta)}`.trim()],
    ];
    const list = element('dl', {}, ...fields.filter(([, value]) => value !== '').map(([name, value]) => entryOf(name, value)));
    if (isByHand) list.append(entryOf('sent by', 'hand, not by the scenario'));
    if (line !== null) {
      const words = scenario === '' ? `line ${line}` : isDraft(scenario) ? `line ${line} of a text that is not saved` : `line ${line} of ${scenario}`;
      const go = isDraft(scenario) ? words : element('button', { type: 'button', class: 'link', on: { click: () => this.#onLine(line) } }, words);
      list.append(entryOf('sent by', go));
    }
    this.root.replaceChildren(
      list,
      element('pre', { tabindex: '0', 'aria-label': 'Its data' }, prettyData(entry.data)),
      copyButton('Copy the data', () => entry.data),
    );
  }
}
