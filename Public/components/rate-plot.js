// @ts-check
import { element } from './element.js';

const VENDOR = '/vendor/uplot/';
const HEIGHT = 140;

/**
 * Plots the events and bytes of each second with uPlot, which is loaded when the plot is first opened.
 *
 *     const plot = new RatePlot();
 *     parent.append(plot.root);
 *     plot.show(record);   // after each change to the record
 */
export class RatePlot {
  root;
  #host = element('div', { class: 'rate-plot' });
  #note = element('p', { class: 'muted note', role: 'status' });
  /** @type {any} */
  #plot = null;
  /** @type {Promise<void> | null} */
  #loading = null;
  /** @type {import('../lib/run-record.js').RunRecord | null} */
  #record = null;
  #drawnSecond = 0;

  constructor() {
    this.root = element('details', { class: 'rate' }, element('summary', {}, 'Rate'), this.#note, this.#host);
    this.root.addEventListener('toggle', () => {
      if (!this.root.open) return;
      this.#loading ??= this.#load();
      this.#draw();
    });
    new ResizeObserver(() => this.#plot?.setSize({ width: this.#width, height: HEIGHT })).observe(this.#host);
  }

  /** @param {import('../lib/run-record.js').RunRecord} record */
  show(record) {
    const isOther = record !== this.#record;
    this.#record = record;
    const second = Math.floor(record.lastAt / 1000);
    if (!this.root.open || (!isOther && second === this.#drawnSecond && record.state.name !== 'closed')) return;
    this.#drawnSecond = second;
    this.#draw();
  }

  get #width() {
    return Math.max(200, this.#host.clientWidth);
  }

  async #load() {
    try {
      document.head.append(element('link', { rel: 'stylesheet', href: `${VENDOR}uPlot.min.css` }));
      await new Promise((resolve, reject) => {
        document.head.append(element('script', { src: `${VENDOR}uPlot.iife.js`, on: { load: resolve, error: reject } }));
      });
      const style = getComputedStyle(this.root);
      const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
      const axis = { stroke: () => colour('--muted'), grid: { stroke: () => colour('--line'), width: 1 }, ticks: { stroke: () => colour('--line') }, font: '11px system-ui' };
      this.#plot = new (/** @type {any} */ (window).uPlot)(
        {
          width: this.#width,
          height: HEIGHT,
          cursor: { y: false },
          scales: { x: { time: true }, y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ most) => [0, Math.max(1, most * 1.1)] }, bytes: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ most) => [0, Math.max(1, most * 1.1)] } },
          axes: [{ ...axis, size: 30 }, { ...axis, size: 44 }, { ...axis, scale: 'bytes', side: 1, size: 56, grid: { show: false } }],
          series: [
            {},
            { label: 'events/s', stroke: () => colour('--accent'), width: 2, points: { show: false } },
            { label: 'bytes/s', scale: 'bytes', stroke: () => colour('--warn'), width: 1.5, dash: [5, 4], points: { show: false } },
          ],
        },
        [[], [], []],
        this.#host,
      );
      this.#draw();
    } catch {
      this.#note.textContent = 'uPlot is missing: Public/vendor has no uplot folder. Run "make setup" to get it. The counters above show the rate without it.';
    }
  }

  #draw() {
    if (!this.#plot || !this.#record) return;
    const isGoing = this.#record.state.name !== 'closed';
    const { seconds, events, bytes } = this.#record.rate.columns(isGoing ? this.#record.lastAt : this.#record.lastAt + 1000);
    const isDrawn = seconds.length > 1; // one point makes neither a line nor a time axis
    this.#host.hidden = !isDrawn;
    this.#note.textContent = isDrawn ? '' : 'The plot starts after two seconds.';
    if (isDrawn) this.#plot.setData([seconds, events, bytes]);
  }
}
