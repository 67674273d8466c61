// @ts-check
import { formatDelta, formatTime, onOneLine } from '../lib/format.js';
import { element } from './element.js';

/** @typedef {import('../lib/event-log.js').Entry} Entry */

const MARGIN = 8;

/**
 * A long list of received events, of which only the rows in sight are in the document.
 *
 * It follows the end while it is scrolled to the end; scrolled away, it stays and says how many are new.
 * Arrow keys, Home and End choose a row.
 */
export class EventList {
  root;
  #scroller;
  #sizer = element('div', { class: 'event-sizer', role: 'presentation' });
  #newButton;
  #onSelect;
  /** @type {readonly Entry[]} */
  #entries = [];
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  /** @type {ReadonlySet<number> | null} */
  #found = null;
  #isFollowing = true;
  #top = 0;
  #seenNumber = 0;
  /** @type {number | null} */
  #selected = null;
  #isScheduled = false;

  /** @param {(entry: Entry | null) => void} onSelect */
  constructor(onSelect) {
    this.#onSelect = onSelect;
    this.#scroller = element(
      'div',
      { class: 'event-scroller', role: 'listbox', tabindex: '0', 'aria-label': 'Received events' },
      this.#sizer,
    );
    this.#newButton = element('button', { type: 'button', class: 'new-events', hidden: true, on: { click: () => this.follow() } });
    this.root = element('div', { class: 'event-list' }, this.#scroller, this.#newButton);
    this.#scroller.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#scroller.addEventListener('keydown', (event) => this.#onKey(event));
    this.#sizer.addEventListener('click', (event) => this.#onClick(event));
    new ResizeObserver(() => this.#schedule()).observe(this.#scroller);
  }

  /** @param {readonly Entry[]} entries in order of their numbers @param {ReadonlySet<number> | null} [found] those that a search found */
  show(entries, found = null) {
    this.#entries = entries;
    this.#found = found;
    if (entries.length === 0) {
      this.#isFollowing = true;
      this.#seenNumber = 0;
      this.#select(null);
    }
    this.#schedule();
  }

  /** Goes to the end and stays there. */
  follow() {
    this.#isFollowing = true;
    this.#schedule();
    this.#scroller.focus({ preventScroll: true });
  }

  /** Chooses a line from elsewhere, and brings it into sight. @param {number} number @returns {boolean} whether it is in the list */
  choose(number) {
    const index = this.#entries.findIndex((entry) => entry.number === number);
    if (index < 0) return false;
    this.#isFollowing = index === this.#entries.length - 1 && this.#isFollowing;
    this.#bringIntoSight(index);
    this.#select(number);
    return true;
  }

  /** Chooses the line that is so many lines on or back. @param {number} count */
  step(count) {
    const at = this.#entries.findIndex((entry) => entry.number === this.#selected);
    this.#goTo(at < 0 ? (count > 0 ? 0 : this.#entries.length - 1) : at + count);
  }

  /** Draws once a frame at most, however fast events come. */
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #rowHeight() {
    return parseFloat(getComputedStyle(this.#scroller).getPropertyValue('--row-height')) || 30;
  }

  #draw() {
    const height = this.#rowHeight();
    const entries = this.#entries;
    this.#sizer.style.height = `${entries.length * height}px`;
    if (this.#isFollowing) this.#scroller.scrollTop = entries.length * height;

    const top = this.#scroller.scrollTop;
    const first = Math.max(0, Math.floor(top / height) - MARGIN);
    const last = Math.min(entries.length, Math.ceil((top + this.#scroller.clientHeight) / height) + MARGIN);

    /** @type {Map<number, HTMLElement>} */
    const rows = new Map();
    for (let index = first; index < last; index += 1) {
      const entry = entries[index];
      const row = this.#rows.get(entry.number) ?? this.#makeRow(entry);
      row.style.transform = `translateY(${index * height}px)`;
      row.setAttribute('aria-posinset', `${index + 1}`);
      row.setAttribute('aria-setsize', `${entries.length}`);
      row.toggleAttribute('data-found', this.#found?.has(entry.number) ?? false);
      row.toggleAttribute('data-awaited', entry.isAwaited ?? false);
      row.setAttribute('aria-selected', `${entry.number === this.#selected}`);
      rows.set(entry.number, row);
    }
    for (const [number, row] of this.#rows) if (!rows.has(number)) row.remove();
    // In the document in their order too: that is the order in which they are read aloud.
    let next = this.#sizer.firstChild;
    for (const row of rows.values()) {
      if (row === next) next = next.nextSibling;
      else this.#sizer.insertBefore(row, next);
    }
    this.#rows = rows;
    const hasActive = this.#selected !== null && rows.has(this.#selected);
    if (hasActive) this.#scroller.setAttribute('aria-activedescendant', `event-${this.#selected}`);
    else this.#scroller.removeAttribute('aria-activedescendant');
    this.#showNew();
  }

  #showNew() {
    if (this.#isFollowing) this.#seenNumber = this.#entries.at(-1)?.number ?? 0;
    const lastSeen = this.#entries.findLastIndex((entry) => entry.number <= this.#seenNumber);
    const count = this.#entries.length - 1 - lastSeen;
    this.#newButton.hidden = count <= 0;
    if (count > 0) this.#newButton.textContent = `↓ ${count.toLocaleString('en')} new`;
  }

  /** @param {Entry} entry */
  #makeRow(entry) {
    return element(
      'div',
      { class: 'event-row', role: 'option', id: `event-${entry.number}`, 'data-kind': entry.kind, 'data-failed': entry.failed },
      element('span', { class: 'event-time' }, formatTime(entry.at)),
      element('span', { class: 'event-delta' }, formatDelta(entry.delta)),
      element('span', { class: 'event-type' }, entry.type),
      element('span', { class: 'event-id' }, entry.id === '' ? '' : `#${entry.id}`),
      element('span', { class: 'event-data' }, onOneLine(entry.data)),
    );
  }

  #onScroll() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    // Only going up leaves the end: where the view becomes lower, the end goes out of sight by itself.
    if (scrollTop + clientHeight >= scrollHeight - this.#rowHeight() / 2) this.#isFollowing = true;
    else if (scrollTop < this.#top) this.#isFollowing = false;
    this.#top = scrollTop;
    this.#schedule();
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const row = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    if (row) this.#select(Number(row.id.slice('event-'.length)));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.#entries.findIndex((entry) => entry.number === this.#selected);
    const last = this.#entries.length - 1;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#rowHeight()) - 1);
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
    const index = Math.min(last, Math.max(0, target));
    this.#isFollowing = index === last;
    this.#bringIntoSight(index);
    this.#select(this.#entries[index].number);
  }

  /** @param {number} index */
  #bringIntoSight(index) {
    const height = this.#rowHeight();
    const scroller = this.#scroller;
    const top = index * height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + height > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + height - scroller.clientHeight;
  }

  /** @param {number | null} number */
  #select(number) {
    if (number === this.#selected) return;
    this.#selected = number;
    this.#onSelect(this.#entries.find((entry) => entry.number === number) ?? null);
    this.#schedule();
  }
}
