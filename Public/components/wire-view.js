// @ts-check
import { visibleParts } from '../lib/visible-bytes.js';
import { element } from './element.js';

/** @typedef {import('../lib/wire-log.js').WireLine} WireLine */

const MARGIN = 12;
/** Longer lines are cut in the view; the event itself shows them whole. */
const MOST_BYTES = 2000;

/** Why a line dispatched nothing, in a few words. @type {Record<string, string>} */
const MEANINGS = {
  byteOrderMark: 'byte order mark: removed',
  comment: 'comment',
  noData: 'no data: nothing dispatched',
  ignoredField: 'no such field: ignored',
  bogusRetry: 'not only digits: ignored',
  nullInID: 'NULL in the id: ignored',
  unfinished: 'no blank line before the end: discarded',
  noListener: 'nobody listens for this type',
  retry: 'sets the reconnection time',
};

/** The bytes as they arrived, a row a line, with everything invisible made visible. Only the rows in sight are in the document. */
export class WireView {
  root;
  #sizer = element('div', { class: 'wire-sizer', role: 'presentation' });
  #onSelect;
  /** @type {readonly WireLine[]} */
  #lines = [];
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();
  /** @type {number | null} */
  #lit = null;
  #isFollowing = true;
  #top = 0;
  #isScheduled = false;

  /** @param {(entry: number) => void} onSelect told what the bytes became */
  constructor(onSelect) {
    this.#onSelect = onSelect;
    this.root = element('div', { class: 'wire', role: 'region', tabindex: '0', 'aria-label': 'The bytes as they arrived' }, this.#sizer);
    this.root.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = this.root;
      // Only going up leaves the end: where the view becomes lower, the end goes out of sight by itself.
      if (scrollTop + clientHeight >= scrollHeight - this.#rowHeight()) this.#isFollowing = true;
      else if (scrollTop < this.#top) this.#isFollowing = false;
      this.#top = scrollTop;
      this.#schedule();
    }, { passive: true });
    this.#sizer.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('.wire-row') : null;
      if (row instanceof HTMLElement && row.dataset.entry) this.#onSelect(Number(row.dataset.entry));
    });
    new ResizeObserver(() => this.#schedule()).observe(this.root);
  }

  /** @param {readonly WireLine[]} lines */
  show(lines) {
    this.#lines = lines;
    if (lines.length === 0) this.#isFollowing = true;
    this.#schedule();
  }

  /** Lights up the bytes of an event. @param {number | null} entry */
  light(entry) {
    this.#lit = entry;
    if (entry !== null) {
      const first = this.#lines.findIndex((line) => line.entry === entry);
      const last = this.#lines.findLastIndex((line) => line.entry === entry);
      if (first >= 0) this.#bringIntoSight(first, last);
    }
    this.#schedule();
  }

  /** @param {number} first @param {number} last */
  #bringIntoSight(first, last) {
    const height = this.#rowHeight();
    const { scrollTop, clientHeight } = this.root;
    if (first * height >= scrollTop && (last + 1) * height <= scrollTop + clientHeight) return;
    this.#isFollowing = false;
    this.root.scrollTop = Math.max(0, first * height - clientHeight / 3);
  }

  #rowHeight() {
    return parseFloat(getComputedStyle(this.root).getPropertyValue('--wire-row')) || 22;
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #draw() {
    const height = this.#rowHeight();
    const lines = this.#lines;
    this.#sizer.style.height = `${lines.length * height}px`;
    if (this.#isFollowing) this.root.scrollTop = lines.length * height;
    const first = Math.max(0, Math.floor(this.root.scrollTop / height) - MARGIN);
    const last = Math.min(lines.length, Math.ceil((this.root.scrollTop + this.root.clientHeight) / height) + MARGIN);
    /** @type {Map<string, HTMLElement>} */
    const rows = new Map();
    for (let index = first; index < last; index += 1) {
      const line = lines[index];
      // The last line may still grow, and what became of it may not be known yet.
      const key = `${line.number}:${line.bytes.length}:${line.entry}`;
      const row = this.#rows.get(key) ?? makeRow(line);
      row.style.transform = `translateY(${index * height}px)`;
      row.toggleAttribute('data-lit', line.entry !== null && line.entry === this.#lit);
      rows.set(key, row);
    }
    for (const [key, row] of this.#rows) if (!rows.has(key)) row.remove();
    let next = this.#sizer.firstChild;
    for (const row of rows.values()) {
      if (row === next) next = next.nextSibling;
      else this.#sizer.insertBefore(row, next);
    }
    this.#rows = rows;
  }
}

/** @param {WireLine} line */
function makeRow(line) {
  if (line.head !== '') return element('div', { class: 'wire-row wire-head' }, line.head);
  const isLong = line.bytes.length > MOST_BYTES;
  const parts = visibleParts(isLong ? line.bytes.subarray(0, MOST_BYTES) : line.bytes, line.cuts);
  return element(
    'div',
    { class: 'wire-row', 'data-entry': line.entry ?? '', 'data-meaning': line.meaning },
    element('span', { class: 'wire-offset', 'aria-hidden': 'true' }, `${line.offset}`),
    element(
      'code',
      {},
      ...parts.map(({ kind, text, title }) =>
        kind === 'text' ? text : element('span', { class: `wire-${kind}`, title }, text),
      ),
      isLong ? element('span', { class: 'wire-mark' }, `… ${line.bytes.length - MOST_BYTES} bytes more`) : null,
    ),
    line.meaning ? element('span', { class: 'wire-why' }, MEANINGS[line.meaning]) : null,
  );
}
