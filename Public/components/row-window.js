// @ts-check
import { arrange } from './element.js';
import { onceAFrame } from './once-a-frame.js';

/**
 * A row that is drawn: what it shows, which tells it from all others, and its element, made anew or the one that there is.
 * @typedef {{ item: object, row: HTMLElement }} WindowRow
 */
/**
 * The rows that are drawn, by what they show.
 * @typedef {ReadonlyMap<object, HTMLElement>} DrawnRows
 */

/**
 * A long list of rows of one height, of which only those in sight are in the document.
 *
 * It follows its end while it is scrolled to the end. Rows that were asked for stay in sight, whatever is added and however high the
 * list becomes, until somebody scrolls.
 *
 * A row belongs to the item that it shows, and not to a number that an item of another list may have, too: what is drawn once can only
 * be shown again for the same item.
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
  /** Whether it followed its end before rows were asked for. */
  #hasFollowed = false;
  /** @type {(() => [number, number] | null) | null} Rows to keep in sight, from the first to the last. */
  #kept = null;
  /** Where it was scrolled to last, by it or by somebody. */
  #top = 0;
  /** Draws once a frame at most, however fast rows come. */
  schedule = onceAFrame(() => this.#draw());

  /**
   * @param {HTMLElement} scroller @param {HTMLElement} sizer in it, made as high as all rows
   * @param {object} options
   * @param {string} options.height the custom property that has the height of a row
   * @param {number} options.margin how many rows out of sight are drawn, too
   * @param {() => number} options.count
   * @param {(index: number, drawn: DrawnRows) => WindowRow} options.draw
   * @param {() => void} [options.drawn] told after it was drawn
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

  /** Goes to the end and stays there. */
  follow() {
    this.#isFollowing = true;
    this.#kept = null;
    this.schedule();
  }

  /**
   * Brings rows into sight, and keeps them there.
   * @param {() => [number, number] | null} rows the first and the last, null while there are none
   */
  keep(rows) {
    if (this.#kept === null) this.#hasFollowed = this.#isFollowing;
    this.#isFollowing = false;
    this.#kept = rows;
    this.#top = this.#scroller.scrollTop; // of a scroll before this, the event may still come
    this.schedule();
  }

  /** What was asked for may go out of sight again: the end is followed as before. */
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
    arrange(this.#sizer, [...rows.values()]); // in their order, in which they are read aloud
    this.#rows = rows;
    drawn?.();
  }

  /** @param {number} height of a row */
  #bringIntoSight(height) {
    const rows = this.#kept?.();
    if (!rows) return;
    const [top, bottom] = [rows[0] * height, (rows[1] + 1) * height];
    const { scrollTop, clientHeight } = this.#scroller;
    if (top >= scrollTop && bottom < scrollTop + clientHeight) return; // clientHeight is rounded
    // Rows that fill the view begin at its top; others come as far in as they have to, with a little of what is around them.
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
      // Only going up leaves the end: where the view becomes lower, the end goes out of sight by itself.
      if (scrollTop + clientHeight >= scrollHeight - this.rowHeight / 2) this.#isFollowing = true;
      else if (scrollTop < this.#top) this.#isFollowing = false;
      this.#top = scrollTop;
    }
    this.schedule();
  }
}
