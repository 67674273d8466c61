// @ts-check
import { arrange } from './element.js';
import { onceAFrame } from './once-a-frame.js';

/**
 * A drawn row: the item that it shows, which identifies the row, and its element, new or reused.
 * @typedef {{ item: object, row: HTMLElement }} WindowRow
 */
/**
 * The drawn rows, by item.
 * @typedef {ReadonlyMap<object, HTMLElement>} DrawnRows
 */

/**
 * A long list of rows of equal height, of which only the visible ones are in the document.
 *
 * It follows its end while it is scrolled to the end. Rows that were requested with `keep` stay visible when rows are added and when
 * the height of the view changes, until the user scrolls.
 *
 * A row is identified by the item that it shows. A number would not do, because an item of another list may have the same number; an
 * element is reused only for the same item.
 *
 *     const rows = new RowWindow(scroller, sizer, {
 *       height: '--row-height', margin: 8, count: () => items.length,
 *       draw: (index, drawn) => ({ item: items[index], row: drawn.get(items[index]) ?? makeRow(items[index]) }),
 *     });
 *     rows.schedule();   // after each change of the items
 */
export class RowWindow {
  #scroller;
  #sizer;
  #options;
  /** @type {Map<object, HTMLElement>} */
  #rows = new Map();
  #isFollowing = true;
  /** Whether it followed its end before `keep` was called. */
  #hasFollowed = false;
  /** @type {(() => [number, number] | null) | null} The first and the last row to keep visible. */
  #kept = null;
  /** The last known scroll position, whether set by this class or by the user. */
  #top = 0;
  /** Draws at most once per frame, however fast rows are added. */
  schedule = onceAFrame(() => this.#draw());

  /**
   * @param {HTMLElement} scroller @param {HTMLElement} sizer its child, whose height becomes that of all rows
   * @param {object} options
   * @param {string} options.height the custom property with the height of a row
   * @param {number} options.margin the number of rows beyond the visible ones that are drawn, too
   * @param {() => number} options.count
   * @param {(index: number, drawn: DrawnRows) => WindowRow} options.draw
   * @param {() => void} [options.drawn] called after drawing
   */
  constructor(scroller, sizer, options) {
    this.#scroller = scroller;
    this.#sizer = sizer;
    this.#options = options;
    scroller.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    new ResizeObserver(() => this.schedule()).observe(scroller);
  }

  get isFollowing() {
    return this.#isFollowing;
  }

  get rowHeight() {
    return parseFloat(getComputedStyle(this.#scroller).getPropertyValue(this.#options.height)) || 24;
  }

  /** Scrolls to the end and stays there. */
  follow() {
    this.#isFollowing = true;
    this.#kept = null;
    this.schedule();
  }

  /**
   * Scrolls rows into view, and keeps them visible.
   * @param {() => [number, number] | null} rows returns the first and the last; null while there are none
   */
  keep(rows) {
    if (this.#kept === null) this.#hasFollowed = this.#isFollowing;
    this.#isFollowing = false;
    this.#kept = rows;
    this.#top = this.#scroller.scrollTop; // the event of an earlier scroll may still arrive
    this.schedule();
  }

  /** Stops keeping rows visible; follows the end again if it did so before `keep`. */
  letGo() {
    if (this.#kept !== null && this.#hasFollowed) this.follow();
    this.#kept = null;
  }

  #draw() {
    const { count, margin, draw, drawn } = this.#options;
    const height = this.rowHeight;
    const total = count();
    this.#sizer.style.height = `${total * height}px`;
    if (this.#isFollowing) this.#scrollTo(total * height);
    else this.#bringIntoSight(height);
    const { scrollTop, clientHeight } = this.#scroller;
    const last = Math.min(total, Math.ceil((scrollTop + clientHeight) / height) + margin);
    /** @type {Map<object, HTMLElement>} */
    const rows = new Map();
    for (let index = Math.max(0, Math.floor(scrollTop / height) - margin); index < last; index += 1) {
      const { item, row } = draw(index, this.#rows);
      row.style.transform = `translateY(${index * height}px)`;
      rows.set(item, row);
    }
    arrange(this.#sizer, [...rows.values()]); // in order, for screen readers
    this.#rows = rows;
    drawn?.();
  }

  /** @param {number} height the height of a row */
  #bringIntoSight(height) {
    const rows = this.#kept?.();
    if (!rows) return;
    const [top, bottom] = [rows[0] * height, (rows[1] + 1) * height];
    const { scrollTop, clientHeight } = this.#scroller;
    if (top >= scrollTop && bottom < scrollTop + clientHeight) return; // clientHeight is rounded
    // Rows that fill the view are aligned with its top. Others are scrolled no further than necessary, with some context around them.
    const around = Math.min(2 * height, Math.max(0, (clientHeight - (bottom - top)) / 2));
    this.#scrollTo(top < scrollTop || bottom - top > clientHeight ? top - around : bottom + around - clientHeight);
  }

  /** @param {number} top */
  #scrollTo(top) {
    this.#scroller.scrollTop = Math.max(0, top);
    this.#top = this.#scroller.scrollTop;
  }

  #onScroll() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    if (scrollTop !== this.#top) {
      this.#kept = null;
      // Only scrolling up stops following: the end also moves out of view when the view becomes smaller.
      if (scrollTop + clientHeight >= scrollHeight - this.rowHeight / 2) this.#isFollowing = true;
      else if (scrollTop < this.#top) this.#isFollowing = false;
      this.#top = scrollTop;
    }
    this.schedule();
  }
}
