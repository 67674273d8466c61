// @ts-check
import { formatCount, formatDelta, formatDuration } from '../lib/format.js';
import { NOTHING_LANE, layOut, nearest } from '../lib/timeline-marks.js';
import { element } from './element.js';

/** @typedef {import('../lib/timeline-marks.js').Mark} Mark */
/** @typedef {{ at: number, label: string }} Break */

const SVG = 'http://www.w3.org/2000/svg';
const LANE = 22;
const AXIS = 20;
const REACH = 6;
const REDRAW_AFTER = 100;

/** When what arrived: a lane an event type, ticks for what dispatched nothing, silences, and breaks of the connection. */
export class Timeline {
  root = element('figure', { class: 'timeline', hidden: true });
  #names = element('div', { class: 'timeline-names', 'aria-hidden': 'true' });
  #svg = svg('svg', { role: 'img', 'aria-label': 'Timeline' });
  #onSelect;
  /** @type {readonly Mark[]} */
  #marks = [];
  /** @type {readonly Break[]} */
  #breaks = [];
  /** @type {ReturnType<typeof layOut> | null} */
  #layout = null;
  /** @type {number | null} */
  #lit = null;
  #isScheduled = false;

  /** @param {((number: number) => void) | null} onSelect */
  constructor(onSelect = null) {
    this.#onSelect = onSelect;
    const plot = element('div', { class: 'timeline-plot' }, this.#svg);
    this.root.append(this.#names, plot);
    if (onSelect) this.#svg.addEventListener('click', (event) => this.#onClick(event));
    new ResizeObserver(() => this.#schedule()).observe(plot);
  }

  /** @param {readonly Mark[]} marks in order of their time @param {readonly Break[]} [breaks] */
  show(marks, breaks = []) {
    this.#marks = marks;
    this.#breaks = breaks;
    this.root.hidden = marks.length === 0;
    this.#schedule(REDRAW_AFTER);
  }

  /** @param {number | null} number */
  light(number) {
    this.#lit = number;
    this.#schedule();
  }

  /** Draws once in a while only, however fast events come. @param {number} [wait] in milliseconds */
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
    const layout = layOut(this.#marks, width, this.#breaks.at(-1)?.at);
    this.#layout = layout;
    const height = layout.lanes.length * LANE + AXIS;
    this.#svg.setAttribute('viewBox', `-6 0 ${width + 12} ${height}`);
    this.#svg.setAttribute('width', `${width + 12}`);
    this.#svg.setAttribute('height', `${height}`);
    const seconds = (layout.end - layout.start) / 1000;
    this.#svg.setAttribute('aria-label', `Timeline, ${seconds.toFixed(1)} s: ${layout.lanes.map(({ name, count }) => `${name} ${count}`).join(', ')}`);
    this.#names.replaceChildren(...layout.lanes.map(({ name, count }) => element('span', { title: `${name}: ${formatCount(count, 'mark')}` }, name)));

    const nodes = layout.lanes.flatMap((lane, index) => {
      const middle = index * LANE + LANE / 2;
      const isNothing = lane.name === NOTHING_LANE;
      const path = lane.xs.map((x) => (isNothing ? `M${x} ${middle - 5}v10` : `M${x} ${middle}h0`)).join('');
      return [
        svg('path', { class: 'timeline-lane', d: `M0 ${middle}H${width}` }),
        svg('path', { class: isNothing ? 'timeline-ticks' : 'timeline-dots', d: path }),
      ];
    });
    for (const gap of layout.gaps) {
      const label = svg('text', { class: 'timeline-gap', x: `${(gap.from + gap.to) / 2}`, y: `${height - 5}` });
      if (gap.to - gap.from >= 46) label.textContent = formatDelta(gap.milliseconds).slice(1);
      nodes.push(svg('path', { class: 'timeline-silence', d: `M${gap.from + 4} ${height - AXIS + 2}H${gap.to - 4}` }), label);
    }
    if (layout.gaps.length === 0) {
      const length = svg('text', { class: 'timeline-length', x: `${width}`, y: `${height - 5}` });
      length.textContent = formatDuration(seconds);
      nodes.push(length);
    }
    for (const { at, label } of this.#breaks) {
      const x = Math.min(width, Math.max(0, (at - layout.start) * layout.scale));
      const line = svg('path', { class: 'timeline-break', d: `M${x} 0V${height - AXIS}` });
      const title = svg('title', {});
      title.textContent = label;
      line.append(title);
      nodes.push(line);
    }
    nodes.push(...this.#litNode(layout));
    this.#svg.replaceChildren(...nodes);
  }

  /** @param {ReturnType<typeof layOut>} layout */
  #litNode(layout) {
    const mark = this.#marks.find(({ number }) => number === this.#lit);
    const lane = mark ? layout.lanes.findIndex(({ name }) => name === mark.lane) : -1;
    if (!mark || lane < 0) return [];
    return [svg('circle', { class: 'timeline-lit', cx: `${(mark.at - layout.start) * layout.scale}`, cy: `${lane * LANE + LANE / 2}`, r: '7' })];
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const layout = this.#layout;
    if (!layout) return;
    const box = this.#svg.getBoundingClientRect();
    const lane = layout.lanes[Math.floor((event.clientY - box.top) / LANE)];
    const at = layout.start + (event.clientX - box.left - 6) / layout.scale;
    const mark = nearest(this.#marks, lane?.name ?? null, at, (REACH * 2) / layout.scale);
    if (mark) this.#onSelect?.(mark.number);
  }
}

/** @param {string} name @param {Record<string, string>} attributes */
function svg(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
