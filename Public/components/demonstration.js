// @ts-check
import { FetchConnection } from '../lib/fetch-connection.js';
import { sentenceOf } from '../lib/problem.js';
import { MEANINGS } from '../lib/reasons.js';
import { makeDraft } from '../lib/scenario-api.js';
import { shareLink } from '../lib/share-link.js';
import { at } from '../lib/site.js';
import { WireLog } from '../lib/wire-log.js';
import { ConnectionPill } from './connection-pill.js';
import { element } from './element.js';
import { onceAFrame } from './once-a-frame.js';
import { eventItem } from './received-events.js';
import { refused } from './server-notice.js';
import { visibleLine } from './visible-line.js';

/** The most connections of a run: more connections would not teach anything new. */
const MOST_CONNECTIONS = 3;

/**
 * A short scenario that runs within a page's text: its source, the bytes as they arrive, and the events.
 *
 *     const demonstration = new Demonstration({ title: 'Fields', text, reconnects: false, onStart, onEnd });
 *     source.before(demonstration.root);
 *     demonstration.start();
 */
export class Demonstration {
  root;
  #options;
  #source = element('div', { class: 'demo-source' });
  #toggle = element('button', { type: 'button', class: 'primary' }, 'Run');
  #edit = element('a', { class: 'button' }, 'Open in the playground');
  #pill = new ConnectionPill();
  #lines = element('ol', { class: 'demo-lines', tabindex: '0' });
  #events = element('ol', { class: 'demo-events', tabindex: '0' });
  /** @type {Map<number, HTMLElement>} */
  #shown = new Map();
  #connections = 0;
  #attempt = 0;
  #count = 0;
  #wire = this.#makeWire();
  /** Draws at most once per frame, however many chunks arrive. */
  #schedule = onceAFrame(() => this.#draw());
  /** @type {FetchConnection | null} */
  #connection = null;

  /** @param {{ title: string, text: string, reconnects: boolean, onStart: () => void, onEnd: () => void }} options */
  constructor(options) {
    this.#options = options;
    this.#toggle.setAttribute('aria-label', `Run the example ${options.title}`);
    this.#edit.setAttribute('aria-label', `Open the example ${options.title} in the playground`);
    this.#lines.setAttribute('aria-label', `Bytes of ${options.title}`);
    this.#events.setAttribute('aria-label', `Events of ${options.title}`);
    this.#toggle.addEventListener('click', () => (this.#connection ? this.stop('stopped here') : this.start()));
    shareLink(at('/'), options.text).then((link) => this.#edit.setAttribute('href', link));
    const column = (/** @type {string} */ title, /** @type {HTMLElement} */ body) => element('div', { class: 'demo-column' }, element('p', { class: 'demo-title' }, title), body);
    this.root = element(
      'div',
      { class: 'card demo', role: 'group', 'aria-label': `Example: ${options.title}` },
      element('div', { class: 'demo-bar' }, this.#toggle, this.#edit, this.#pill.root),
      element('div', { class: 'demo-columns' }, column('Scenario', this.#source), column('On the wire', this.#lines), column('Events', this.#events)),
    );
  }

  get hasRun() {
    return this.#attempt > 0;
  }

  /**
   * Moves the text of the example from the page into this element.
   * @param {HTMLElement} source
   */
  takeSource(source) {
    this.#source.append(source);
  }

  async start() {
    this.stop('started anew');
    this.#options.onStart();
    this.#lines.replaceChildren();
    this.#events.replaceChildren();
    this.#shown.clear();
    this.#connections = 0;
    this.#wire = this.#makeWire();
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const { play } = await makeDraft(this.#options.text);
      if (attempt === this.#attempt) this.#connect(play);
    } catch (error) {
      refused(error, () => this.start(), false);
      this.#pill.show({ name: 'closed', failed: true, reason: sentenceOf(error) });
      this.#options.onEnd();
    }
  }

  /** @param {string} reason */
  stop(reason) {
    this.#attempt += 1; // also stops a start that has not connected yet
    this.#connection?.close(reason);
  }

  /** @param {string} address */
  #connect(address) {
    this.#toggle.textContent = 'Stop';
    this.#connection = new FetchConnection(address, {
      state: (state) => {
        if (state.name === 'open') {
          this.#connections += 1;
          const id = this.#wire.lastEventId;
          this.#wire.begin(`a new response${id ? `, to Last-Event-ID: ${id}` : ''}`);
        }
        if (state.name === 'reconnecting' || state.name === 'closed') this.#wire.end();
        if (state.name === 'closed') {
          this.#connection = null;
          this.#toggle.textContent = 'Run';
          this.#options.onEnd();
        }
        const isLast = !this.#options.reconnects || this.#connections >= MOST_CONNECTIONS;
        if (state.name === 'reconnecting' && isLast) queueMicrotask(() => this.stop(state.reason ?? ''));
        else this.#pill.show(state);
        this.#schedule();
      },
      event: () => {}, // events come from the wire log, together with their bytes
      chunk: (chunk) => {
        this.#wire.push(chunk);
        this.#schedule();
      },
    });
  }

  #makeWire() {
    const next = () => (this.#count += 1);
    return new WireLog({
      event: (event) => {
        this.#events.append(eventItem(event));
        return next();
      },
      nothing: next,
      retry: next,
    });
  }

  #draw() {
    for (const line of this.#wire.lines) {
      const row = this.#shown.get(line.number) ?? element('li', {});
      const key = `${line.bytes.length}:${line.meaning}`;
      if (row.dataset.key === key) continue;
      row.dataset.key = key;
      if (line.head !== '') row.className = 'demo-head';
      row.replaceChildren(
        line.head,
        visibleLine(line),
        line.meaning && line.meaning !== 'retry' ? element('span', { class: 'wire-why' }, ` ${MEANINGS[line.meaning].why}`) : '',
      );
      if (!this.#shown.has(line.number)) this.#lines.append(row);
      this.#shown.set(line.number, row);
    }
    this.#lines.scrollTop = this.#lines.scrollHeight;
    this.#events.scrollTop = this.#events.scrollHeight;
  }
}
