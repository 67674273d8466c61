// @ts-check
import { formatCount, formatDelta, formatDuration } from '../lib/format.js';
import { NOTHING_ROW, axisMarks, layOut, nearest, within, zoom } from '../lib/timeline-marks.js';
import { element } from './element.js';

/** @typedef {import('../lib/timeline-marks.js').Mark} Mark */
/** @typedef {import('../lib/timeline-marks.js').Span} Span */
/** @typedef {{ at: number, label: string, short?: string }} Break `short` is written beside its line, `label` is its tooltip */

const ROW = 22;
const GAPS = 18;
const TIMES = 16;
const REACH = 12;
const REDRAW_AFTER = 100;

/**
 * Shows when things arrived: a row per event type, ticks for lines that dispatched nothing, silences, and breaks of the connection.
 * With a listener, marks can be chosen, and the timeline can be zoomed and scrubbed.
 *
 *     const timeline = new Timeline((number) => choose(number));
 *     parent.append(timeline.root);
 *     timeline.show(record.marks, record.breaks);
 */
export class Timeline {
  root = element('figure', { class: 'timeline', hidden: true });
  #names = element('div', { class: 'timeline-names', 'aria-hidden': 'true' });
  #svg = svg('svg', { role: 'img', 'aria-label': 'Timeline' });
  #plot = element('div', { class: 'timeline-plot' });
  #scrubber = element('input', { type: 'range', class: 'timeline-scrubber', min: '0', value: '0', 'aria-label': 'Scrub through the run' });
  #onSelect;
  /** @type {readonly Mark[]} */
  #marks = [];
  /** @type {readonly Break[]} */
  #breaks = [];
  /** @type {ReturnType<typeof layOut> | null} */
  #layout = null;
  /** @type {Span | null} The visible part; null for all. */
  #span = null;
  /** @type {number | null} */
  #lit = null;
  /** @type {ReadonlySet<number>} */
  #ringed = new Set();
  /** @type {ReadonlySet<number>} */
  #byHand = new Set();
  #isScheduled = false;

  /** @param {((number: number) => void) | null} onSelect */
  constructor(onSelect = null) {
    this.#onSelect = onSelect;
    this.#plot.append(this.#svg);
    this.root.append(this.#names, this.#plot);
    if (onSelect) this.#addControls(onSelect);
    new ResizeObserver(() => this.#schedule()).observe(this.#plot);
  }

  /** Prepares for another record: forgets the zoom, the chosen mark and the rings. */
  begin() {
    this.#span = null;
    this.#layout = null;
    this.#lit = null;
    this.#ringed = new Set();
    this.#svg.replaceChildren();
    this.#names.replaceChildren();
    this.show([]);
  }

  /** @param {readonly Mark[]} marks in order of time @param {readonly Break[]} [breaks] @param {ReadonlySet<number>} [byHand] the numbers of those that were injected by hand */
  show(marks, breaks = [], byHand = new Set()) {
    this.#byHand = byHand;
    if (marks.length === 0) this.#span = null;
    this.#marks = marks;
    this.#breaks = breaks;
    this.root.hidden = marks.length === 0;
    this.#schedule(REDRAW_AFTER);
  }

  /** @param {number | null} number */
  light(number) {
    this.#lit = number;
    const mark = this.#litMark;
    if (mark && this.#span && (mark.at < this.#span.from || mark.at > this.#span.to)) {
      const half = (this.#span.to - this.#span.from) / 2;
      this.#span = within({ from: mark.at - half, to: mark.at + half }, this.#all);
    }
    this.#schedule();
  }

  /**
   * Puts rings around marks.
   * @param {Iterable<number>} numbers
   */
  ring(numbers) {
    this.#ringed = new Set(numbers);
    this.#schedule();
  }

  get #litMark() {
    return this.#lit === null ? undefined : this.#marks.find(({ number }) => number === this.#lit);
  }

  /** @returns {Span} */
  get #all() {
    const from = this.#marks[0]?.at ?? 0;
    return { from, to: Math.max(this.#marks.at(-1)?.at ?? 0, this.#breaks.at(-1)?.at ?? 0, from + 1) };
  }

  /** @param {(number: number) => void} onSelect */
  #addControls(onSelect) {
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ click) =>
      element('button', { type: 'button', class: 'quiet', 'aria-label': label, title: label, on: { click } }, text);
    this.#scrubber.addEventListener('input', () => {
      const mark = this.#marks[Number(this.#scrubber.value)];
      if (mark) onSelect(mark.number);
    });
    this.root.append(
      element(
        'div',
        { class: 'timeline-controls' },
        this.#scrubber,
        button('−', 'Zoom out', () => this.#zoom(2)),
        button('+', 'Zoom in', () => this.#zoom(0.5)),
        button('All', 'Show all of the timeline', () => this.#show(null)),
      ),
    );
    this.#svg.addEventListener('pointerdown', (event) => this.#scrub(event, true));
    this.#svg.addEventListener('pointermove', (event) => {
      if (event.buttons === 1) this.#scrub(event, false);
    });
    this.#plot.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
  }

  /** @param {Span | null} span */
  #show(span) {
    this.#span = span;
    this.#schedule();
  }

  /** @param {number} factor @param {number} [around] */
  #zoom(factor, around) {
    const span = this.#span ?? this.#all;
    this.#show(zoom(span, factor, around ?? this.#litMark?.at ?? (span.from + span.to) / 2, this.#all));
  }

  /**
   * Zooms with Ctrl, and moves when scrolled sideways.
   * @param {WheelEvent} event
   */
  #onWheel(event) {
    const span = this.#span ?? this.#all;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) this.#zoom(event.deltaY > 0 ? 1.25 : 0.8, this.#timeAt(event));
    else if (sideways !== 0 && this.#span) {
      const by = (sideways / 500) * (span.to - span.from);
      this.#show(within({ from: span.from + by, to: span.to + by }, this.#all));
    } else return;
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #timeAt(event) {
    const layout = this.#layout;
    if (!layout) return this.#all.from;
    return layout.start + (event.clientX - this.#svg.getBoundingClientRect().left - 6) / layout.scale;
  }

  /**
   * Chooses the mark under the pointer, or else the one nearest in time; while dragging, always the latter.
   * @param {PointerEvent} event @param {boolean} isFirst
   */
  #scrub(event, isFirst) {
    const layout = this.#layout;
    if (!layout) return;
    const at = this.#timeAt(event);
    const row = layout.rows[Math.floor((event.clientY - this.#svg.getBoundingClientRect().top) / ROW)]?.name ?? null;
    const mark = (isFirst && nearest(this.#marks, row, at, REACH / layout.scale)) || nearest(this.#marks, null, at, (REACH * 4) / layout.scale);
    if (mark && mark.number !== this.#lit) this.#onSelect?.(mark.number);
  }

  /**
   * Draws at most once per wait and frame, however fast events arrive.
   * @param {number} [wait] in milliseconds
   */
  #schedule(wait = 0) {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setTimeout(() => {
      requestAnimationFrame(() => {
        this.#isScheduled = false;
        this.#draw();
      });
    }, wait);
  }

  #draw() {
    const width = (this.#svg.parentElement?.clientWidth ?? 0) - 12;
    if (width <= 0 || this.#marks.length === 0) return;
    const layout = layOut(this.#marks, width, this.#breaks.at(-1)?.at, this.#span);
    this.#layout = layout;
    const base = layout.rows.length * ROW;
    const height = base + GAPS + (this.#onSelect ? TIMES : 0);
    this.#svg.setAttribute('viewBox', `-6 0 ${width + 12} ${height}`);
    this.#svg.setAttribute('width', `${width + 12}`);
    this.#svg.setAttribute('height', `${height}`);
    const seconds = (layout.end - layout.start) / 1000;
    this.#svg.setAttribute('aria-label', `Timeline, ${seconds.toFixed(1)} s: ${layout.rows.map(({ name, count }) => `${name} ${count}`).join(', ')}`);
    this.#names.replaceChildren(...layout.rows.map(({ name, count }) => element('span', { title: `${name}: ${formatCount(count, 'mark')}` }, name)));
    this.#svg.replaceChildren(
      ...this.#ringNodes(layout),
      ...rowNodes(layout, width),
      ...this.#handNodes(layout),
      ...gapNodes(layout, base),
      ...(this.#onSelect ? axisNodes(layout, this.#marks[0].at, height, width) : layout.gaps.length === 0 ? [lengthNode(width, height, seconds)] : []),
      ...this.#breaks.filter(({ at }) => at >= layout.start && at <= layout.end).flatMap((item) => breakNodes(item, layout, base, width)),
      ...this.#litNodes(layout),
    );
    this.#scrubber.max = `${this.#marks.length - 1}`;
    const mark = this.#litMark;
    if (mark) this.#scrubber.value = `${this.#marks.indexOf(mark)}`;
    this.#scrubber.setAttribute('aria-valuetext', mark ? `${mark.row}, ${formatDuration((mark.at - this.#marks[0].at) / 1000)}` : 'nothing chosen');
  }

  /** @param {ReturnType<typeof layOut>} layout */
  #ringNodes(layout) {
    if (this.#ringed.size === 0) return [];
    const path = this.#marks.filter(({ number }) => this.#ringed.has(number)).map((mark) => placeOf(mark, layout)).filter((place) => place !== null);
    return [svg('path', { class: 'timeline-rings', d: path.map((place) => `M${place?.x} ${place?.y}h0`).join('') })];
  }

  /**
   * Draws marks that were injected by hand as diamonds.
   * @param {ReturnType<typeof layOut>} layout
   */
  #handNodes(layout) {
    if (this.#byHand.size === 0) return [];
    const places = this.#marks.filter(({ number }) => this.#byHand.has(number)).map((mark) => placeOf(mark, layout)).filter((place) => place !== null);
    const path = svg('path', { class: 'timeline-by-hand', d: places.map((place) => `M${place?.x} ${(place?.y ?? 0) - 6}l6 6l-6 6l-6 -6z`).join('') });
    path.append(svg('title', {}, 'injected by hand'));
    return [path];
  }

  /** @param {ReturnType<typeof layOut>} layout */
  #litNodes(layout) {
    const mark = this.#litMark;
    const place = mark ? placeOf(mark, layout) : null;
    return place ? [svg('circle', { class: 'timeline-lit', cx: `${place.x}`, cy: `${place.y}`, r: '7' })] : [];
  }
}

/** @param {Mark} mark @param {ReturnType<typeof layOut>} layout */
function placeOf({ at, row: name }, layout) {
  const row = Math.max(layout.rows.findIndex((row) => row.name === name), layout.rows.findIndex((row) => row.name === 'other types'));
  if (row < 0 || at < layout.start || at > layout.end) return null;
  return { x: (at - layout.start) * layout.scale, y: row * ROW + ROW / 2 };
}

/** @param {ReturnType<typeof layOut>} layout @param {number} width */
function rowNodes({ rows }, width) {
  return rows.flatMap((row, index) => {
    const middle = index * ROW + ROW / 2;
    const isNothing = row.name === NOTHING_ROW;
    const path = row.xs.map((x) => (isNothing ? `M${x} ${middle - 5}v10` : `M${x} ${middle}h0`)).join('');
    return [
      svg('path', { class: 'timeline-row', d: `M0 ${middle}H${width}` }),
      svg('path', { class: isNothing ? 'timeline-ticks' : 'timeline-dots', d: path }),
    ];
  });
}

/** @param {ReturnType<typeof layOut>} layout @param {number} base */
function gapNodes({ gaps }, base) {
  return gaps.flatMap(({ from, to, milliseconds }) => [
    svg('path', { class: 'timeline-silence', d: `M${from + 4} ${base + 2}H${to - 4}` }),
    ...(to - from >= 46 ? [svg('text', { class: 'timeline-gap', x: `${(from + to) / 2}`, y: `${base + 14}` }, formatDelta(milliseconds).slice(1))] : []),
  ]);
}

/** @param {ReturnType<typeof layOut>} layout @param {number} origin @param {number} height @param {number} width */
function axisNodes({ start, end, scale }, origin, height, width) {
  return axisMarks({ from: start, to: end }, origin, scale).flatMap(({ x, label }) => [
    svg('path', { class: 'timeline-time-mark', d: `M${x} ${height - TIMES}v4` }),
    svg('text', { class: x > width - 20 ? 'timeline-time at-end' : 'timeline-time', x: `${x > width - 20 ? width + 5 : x}`, y: `${height - 2}` }, label),
  ]);
}

/** @param {number} width @param {number} height @param {number} seconds */
function lengthNode(width, height, seconds) {
  return svg('text', { class: 'timeline-length', x: `${width}`, y: `${height - 5}` }, formatDuration(seconds));
}

/** @param {Break} item @param {ReturnType<typeof layOut>} layout @param {number} base @param {number} width */
function breakNodes({ at, label, short }, layout, base, width) {
  const x = Math.min(width, Math.max(0, (at - layout.start) * layout.scale));
  const line = svg('path', { class: 'timeline-break', d: `M${x} 0V${base}` });
  line.append(svg('title', {}, label));
  if (!short) return [line];
  const isAtEnd = x > width - 60;
  return [line, svg('text', { class: 'timeline-break-label', x: `${x + (isAtEnd ? -4 : 4)}`, y: '9', 'text-anchor': isAtEnd ? 'end' : 'start' }, short)];
}

/**
 * Makes an SVG element.
 *
 *     svg('text', { x: '4', y: '12' }, '250 ms');
 *
 * @param {string} name @param {Record<string, string>} [attributes] @param {string} [text]
 */
function svg(name, attributes = {}, text = '') {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== '') made.textContent = text;
  return made;
}
