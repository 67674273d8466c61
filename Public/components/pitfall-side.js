// @ts-check
import { journalReason } from '../lib/reasons.js';
import { newSessionKey } from '../lib/session-key.js';
import { SideFacts } from '../lib/side-facts.js';
import { at } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { ConnectionPill } from './connection-pill.js';
import { element, entryOf } from './element.js';
import { inlineCode } from './inline-code.js';
import { onceAFrame } from './once-a-frame.js';
import { REACT_MISSING } from './react-client.js';
import { ReceivedEvents } from './received-events.js';
import { SideWire } from './side-wire.js';
import { Timeline } from './timeline.js';

/** @typedef {import('../lib/pitfalls.js').Pitfall} Pitfall */
/** @typedef {import('../lib/connection-state.js').ConnectionState} ConnectionState */

/** The most connections of a run: more connections would not show anything new. */
const MOST_CONNECTIONS = 5;
const GAVE_UP = 'EventSource has given up, and does not say why';

/**
 * One half of a pitfall: runs a real client of a real stream, and shows the events that it receives, with their times.
 *
 *     const side = new PitfallSide({ pitfall, half: 'broken', says: '…', onChange });
 *     side.start('1');
 */
export class PitfallSide {
  root;
  #options;
  #pill = new ConnectionPill();
  #timeline = new Timeline();
  #facts = element('dl', { class: 'side-facts' });
  #written = element('p', { class: 'side-written', hidden: true });
  #events = new ReceivedEvents();
  #wire;
  #counted = new SideFacts(0);
  /** @type {import('../lib/timeline-marks.js').Mark[]} */
  #marks = [];
  /** @type {import('./timeline.js').Break[]} */
  #breaks = [];
  #run = 0;
  #schedule = onceAFrame(() => this.#draw());
  /** @type {(() => void) | null} */
  #end = null;

  /**
   * @param {object} options
   * @param {Pitfall} options.pitfall
   * @param {'broken' | 'fixed'} options.half
   * @param {string} options.says a sentence about the scenario that is played and its client
   * @param {() => void} options.onChange called when it begins or ends
   */
  constructor(options) {
    this.#options = options;
    const title = options.half === 'broken' ? 'Broken' : 'Fixed';
    this.#events.root.setAttribute('aria-label', `${title}: received events, the newest first`);
    this.#wire = new SideWire(title, options.pitfall.wire === true);
    this.root = element(
      'section',
      { class: 'card side', 'data-half': options.half, 'aria-label': title },
      element('h2', {}, element('span', { class: 'side-mark', 'aria-hidden': 'true' }, options.half === 'broken' ? '✗' : '✓'), ` ${title}`),
      element('p', { class: 'side-says' }, ...inlineCode(options.says)),
      this.#pill.root,
      this.#timeline.root,
      this.#facts,
      this.#written,
      this.#events.root,
      this.#wire.root,
    );
  }

  get isRunning() {
    return this.#end !== null;
  }

  /** @param {string} speed */
  async start(speed) {
    this.stop('started anew');
    this.#clear();
    const { pitfall, half } = this.#options;
    const { client, scenario } = pitfall[half];
    const run = (this.#run += 1);
    // In its own session, the scenario counts only the connections of this run.
    const session = newSessionKey(viewer.session, 'pitfall');
    this.#end = () => {};
    this.#wire.start(session);
    this.#options.onChange();
    try {
      const { follow } = await import(`../pitfalls/clients/${client}.js`);
      if (run !== this.#run) return;
      this.#show({ name: 'connecting' });
      const whileIt = (/** @type {(...values: any[]) => void} */ act) => (/** @type {any[]} */ ...values) => void (run === this.#run && act(...values));
      this.#end = follow(at(`/play/${scenario}?speed=${speed}&session=${session}`), {
        types: pitfall.types,
        onEvent: whileIt((event) => this.#receive(event)),
        onState: whileIt((state, reason) => this.#onState(state, reason)),
        onReset: whileIt(() => this.#reset()),
      });
    } catch {
      if (run === this.#run) this.#close(REACT_MISSING, true);
    }
  }

  /** @param {string} reason */
  stop(reason) {
    if (this.#end) this.#close(reason, false);
  }

  /** @param {'open' | 'reconnecting' | 'closed'} state @param {string} [reason] */
  #onState(state, reason) {
    const now = Date.now();
    this.#wire.answered();
    if (state === 'open') {
      this.#counted.opened(now);
      this.#mark('(connected)', now);
    }
    if (state === 'closed') return this.#close(reason ?? GAVE_UP, reason === undefined);
    if (state === 'reconnecting') {
      const { pitfall, half } = this.#options;
      const most = pitfall[half].connections ?? pitfall.connections ?? MOST_CONNECTIONS;
      if (this.#counted.connections >= most) return this.#close(most === 1 ? 'the stream ended' : `stopped by this page after ${most} connections: it would go on`, false);
      this.#counted.lost(now);
      this.#breaks.push({ at: now, label: 'the connection was lost' });
    }
    this.#show({ name: state, reason });
    return undefined;
  }

  /** @param {string} reason @param {boolean} failed */
  #close(reason, failed) {
    const end = this.#end;
    this.#end = null;
    this.#run += 1; // ignores later callbacks of this run
    end?.();
    this.#wire.stop();
    this.#show({ name: 'closed', reason, failed });
    if (reason === GAVE_UP) this.#explain();
    this.#options.onChange();
  }

  /** EventSource also gives up without a reason after a 204, which is not a failure. The journal shows whether that was so. */
  async #explain() {
    const run = this.#run;
    const said = await this.#wire.ending();
    if (said?.succeeded && run === this.#run) this.#show({ ...said, reason: journalReason(said.reason ?? '') });
  }

  /** @param {{ type: string, data: string, lastEventId: string }} event */
  #receive(event) {
    const now = Date.now();
    this.#counted.received(event, now, this.#textOf(event.data));
    this.#mark(event.type, now);
    this.#events.add(event);
    this.#schedule();
  }

  /** @param {string} row @param {number} at */
  #mark(row, at) {
    this.#marks.push({ at, row, number: this.#marks.length });
  }

  #reset() {
    this.#events.clear();
    this.#counted.reset();
    this.#schedule();
  }

  /** @param {string} data */
  #textOf(data) {
    const { joined } = this.#options.pitfall;
    return joined === undefined || joined === 'data' ? data : data.startsWith('{') ? `${JSON.parse(data)[joined] ?? ''}` : '';
  }

  #clear() {
    this.#counted = new SideFacts(Date.now());
    this.#marks = [];
    this.#breaks = [];
    this.#events.clear();
    this.#schedule();
  }

  /** @param {ConnectionState} state */
  #show(state) {
    this.#pill.show(state);
    this.#schedule();
  }

  #draw() {
    this.#timeline.show(this.#marks, this.#breaks);
    this.#facts.replaceChildren(...this.#counted.list().map(([name, value]) => entryOf(name, value)));
    this.#written.hidden = this.#options.pitfall.joined === undefined || this.#counted.written === '';
    this.#written.textContent = this.#counted.written;
  }
}
