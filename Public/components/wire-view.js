// @ts-check
import { MEANINGS } from '../lib/reasons.js';
import { element } from './element.js';
import { RowWindow } from './row-window.js';
import { visibleLine } from './visible-line.js';

/** @typedef {import('../lib/wire-log.js').WireLine} WireLine */

/**
 * The bytes as they arrived, one line per row, with everything invisible made visible. Only the visible rows are in the document.
 *
 *     const wire = new WireView((entry) => list.choose(entry));
 *     wire.show(record.lines);
 *     wire.light(7);   // the bytes of entry 7
 */
export class WireView {
  root;
  #sizer = element('div', { class: 'wire-sizer', role: 'presentation' });
  #window;
  #onSelect;
  /** @type {readonly WireLine[]} */
  #lines = [];
  /** @type {ReadonlySet<number>} */
  #byHand = new Set();
  /** @type {number | null} */
  #lit = null;

  /** @param {(entry: number) => void} onSelect called with the number of the entry that the clicked bytes became */
  constructor(onSelect) {
    this.#onSelect = onSelect;
    this.root = element('div', { class: 'wire', role: 'region', tabindex: '0', 'aria-label': 'The bytes as they arrived' }, this.#sizer);
    this.#window = new RowWindow(this.root, this.#sizer, {
      height: '--wire-row',
      margin: 12,
      count: () => this.#lines.length,
      draw: (index, rows) => this.#drawRow(index, rows),
    });
    this.#sizer.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('.wire-row') : null;
      if (row instanceof HTMLElement && row.dataset.entry) this.#onSelect(Number(row.dataset.entry));
    });
  }

  /**
   * Names the client in the label, if there are several clients.
   * @param {string} whose
   */
  name(whose) {
    this.root.setAttribute('aria-label', ['The bytes as they arrived', whose].filter(Boolean).join(': '));
  }

  /** @param {readonly WireLine[]} lines @param {ReadonlySet<number>} [byHand] the numbers of entries that were injected by hand */
  show(lines, byHand = new Set()) {
    this.#lines = lines;
    this.#byHand = byHand;
    if (lines.length === 0) this.#window.follow();
    this.#window.schedule();
  }

  /**
   * Highlights the bytes of an entry, and keeps them visible.
   * @param {number | null} entry
   */
  light(entry) {
    this.#lit = entry;
    if (entry === null) this.#window.letGo();
    else {
      this.#window.keep(() => {
        const first = this.#lines.findIndex((line) => line.entry === entry);
        return first < 0 ? null : [first, this.#lines.findLastIndex((line) => line.entry === entry)];
      });
    }
    this.#window.schedule();
  }

  /** @param {number} index @param {import('./row-window.js').DrawnRows} rows */
  #drawRow(index, rows) {
    const line = this.#lines[index];
    // The last line may still grow, and the entry that it becomes may not be known yet.
    const state = `${line.bytes.length}:${line.entry}:${line.meaning}`;
    const drawn = rows.get(line);
    const row = drawn?.dataset.state === state ? drawn : makeRow(line);
    row.dataset.state = state;
    row.toggleAttribute('data-by-hand', line.entry !== null && this.#byHand.has(line.entry));
    row.toggleAttribute('data-lit', line.entry !== null && line.entry === this.#lit);
    return { item: line, row };
  }
}

/** @param {WireLine} line */
function makeRow(line) {
  if (line.head !== '') return element('div', { class: 'wire-row wire-head' }, line.head);
  return element(
    'div',
    { class: 'wire-row', 'data-entry': line.entry ?? '', 'data-meaning': line.meaning },
    element('span', { class: 'wire-offset', 'aria-hidden': 'true' }, `${line.offset}`),
    visibleLine(line),
    line.meaning && !isBlank(line) ? element('span', { class: 'wire-why', title: MEANINGS[line.meaning].why }, MEANINGS[line.meaning].why) : null,
  );
}

/**
 * Whether a line consists only of its line end: the lines above it show what their block became.
 * @param {WireLine} line
 */
function isBlank({ bytes }) {
  return bytes.every((byte) => byte === 0x0a || byte === 0x0d);
}
