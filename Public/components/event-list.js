// @ts-check
import { formatDelta, formatNumber, formatTime, onOneLine } from '../lib/format.js';
import { element } from './element.js';
import { RowWindow } from './row-window.js';

/** @typedef {import('../lib/event-log.js').Entry} Entry */

let count = 0;

/**
 * A long list of received events. While it is scrolled to its end, it follows new events; otherwise it stays, and shows their number.
 * Arrow keys, Page Up, Page Down, Home and End choose a row.
 *
 *     const list = new EventList((entry) => detail.show(entry, null, ''));
 *     list.show(record.log.visible());
 */
export class EventList {
  root;
  #scroller;
  #sizer = element('div', { class: 'event-sizer', role: 'presentation' });
  #window;
  #newButton;
  #onSelect;
  /** The prefix of the ids of its rows: a page may have several lists. */
  #prefix;
  /** @type {readonly Entry[]} */
  #entries = [];
  /** @type {ReadonlySet<number> | null} */
  #found = null;
  /** @type {ReadonlySet<number>} */
  #byHand = new Set();
  #seenNumber = 0;
  /** @type {number | null} */
  #selected = null;

  /** @param {(entry: Entry | null) => void} onSelect */
  constructor(onSelect) {
    count += 1;
    this.#prefix = `event-${count}-`;
    this.#onSelect = onSelect;
    this.#scroller = element(
      'div',
      { class: 'event-scroller', role: 'listbox', tabindex: '0', 'aria-label': 'Received events' },
      this.#sizer,
    );
    this.#newButton = element('button', { type: 'button', class: 'new-events', hidden: true, on: { click: () => this.follow() } });
    this.root = element('div', { class: 'event-list' }, this.#scroller, this.#newButton);
    this.#window = new RowWindow(this.#scroller, this.#sizer, {
      height: '--row-height',
      margin: 8,
      count: () => this.#entries.length,
      draw: (index, rows) => this.#drawRow(index, rows),
      drawn: () => this.#showAround(),
    });
    this.#scroller.addEventListener('keydown', (event) => this.#onKey(event));
    this.#sizer.addEventListener('click', (event) => this.#onClick(event));
  }

  /** @param {readonly Entry[]} entries in order of their numbers @param {ReadonlySet<number> | null} [found] those that a search found @param {ReadonlySet<number>} [byHand] those that were injected by hand */
  show(entries, found = null, byHand = new Set()) {
    this.#entries = entries;
    this.#byHand = byHand;
    this.#found = found;
    if (entries.length === 0) {
      this.#window.follow();
      this.#seenNumber = 0;
      this.#select(null);
    }
    this.#window.schedule();
  }

  /** Scrolls to the end and stays there. */
  follow() {
    this.#window.follow();
    this.#scroller.focus({ preventScroll: true });
  }

  /**
   * Chooses an entry, and scrolls it into view.
   * @param {number} number @returns {boolean} whether it is in the list
   */
  choose(number) {
    if (this.#indexOf(number) < 0) return false;
    this.#keepInSight(number);
    this.#select(number);
    return true;
  }

  /**
   * Chooses the entry that is `count` entries further down, or up if that is negative.
   * @param {number} count
   */
  step(count) {
    const at = this.#indexOf(this.#selected);
    this.#goTo(at < 0 ? (count > 0 ? 0 : this.#entries.length - 1) : at + count);
  }

  /**
   * Returns the index of an entry; -1 where it is not in the list.
   * @param {number | null} number
   */
  #indexOf(number) {
    return this.#entries.findIndex((entry) => entry.number === number);
  }

  /** @param {number} number */
  #keepInSight(number) {
    this.#window.keep(() => {
      const index = this.#indexOf(number);
      return index < 0 ? null : [index, index];
    });
  }

  /** @param {number} index @param {import('./row-window.js').DrawnRows} rows */
  #drawRow(index, rows) {
    const entry = this.#entries[index];
    const row = rows.get(entry) ?? this.#makeRow(entry);
    row.setAttribute('aria-posinset', `${index + 1}`);
    row.setAttribute('aria-setsize', `${this.#entries.length}`);
    row.toggleAttribute('data-found', this.#found?.has(entry.number) ?? false);
    row.toggleAttribute('data-awaited', entry.isAwaited ?? false);
    row.toggleAttribute('data-by-hand', this.#byHand.has(entry.number));
    row.setAttribute('aria-selected', `${entry.number === this.#selected}`);
    return { item: entry, row };
  }

  #showAround() {
    const active = this.#selected === null ? null : this.#scroller.querySelector(`#${this.#prefix}${this.#selected}`);
    if (active) this.#scroller.setAttribute('aria-activedescendant', active.id);
    else this.#scroller.removeAttribute('aria-activedescendant');
    if (this.#window.isFollowing) this.#seenNumber = this.#entries.at(-1)?.number ?? 0;
    const lastSeen = this.#entries.findLastIndex((entry) => entry.number <= this.#seenNumber);
    const count = this.#entries.length - 1 - lastSeen;
    this.#newButton.hidden = count <= 0;
    if (count > 0) this.#newButton.textContent = `↓ ${formatNumber(count)} new`;
  }

  /** @param {Entry} entry */
  #makeRow(entry) {
    return element(
      'div',
      { class: 'event-row', role: 'option', id: `${this.#prefix}${entry.number}`, 'data-kind': entry.kind, 'data-failed': entry.failed, 'data-succeeded': entry.succeeded },
      element('span', { class: 'event-time' }, formatTime(entry.at)),
      element('span', { class: 'event-delta' }, formatDelta(entry.delta)),
      element('span', { class: 'event-type' }, entry.type),
      element('span', { class: 'event-id' }, entry.id === '' ? '' : `#${entry.id}`),
      element('span', { class: 'event-data' }, onOneLine(entry.data)),
    );
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const row = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    if (row) this.choose(Number(row.id.slice(this.#prefix.length)));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.#indexOf(this.#selected);
    const last = this.#entries.length - 1;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#window.rowHeight) - 1);
    /** @type {Record<string, number>} */
    const targets = {
      ArrowDown: at < 0 ? last : at + 1,
      ArrowUp: at < 0 ? last : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    if (event.key === 'Escape') this.#select(null);
    if (!(event.key in targets) || last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#goTo(targets[event.key]);
  }

  /** @param {number} target */
  #goTo(target) {
    const last = this.#entries.length - 1;
    if (last < 0) return;
    const { number } = this.#entries[Math.min(last, Math.max(0, target))];
    if (target >= last) this.#window.follow();
    else this.#keepInSight(number);
    this.#select(number);
  }

  /** @param {number | null} number */
  #select(number) {
    if (number === null) this.#window.letGo();
    if (number === this.#selected) return;
    this.#selected = number;
    this.#onSelect(this.#entries[this.#indexOf(number)] ?? null);
    this.#window.schedule();
  }
}
