// @ts-check
import { followJournal } from './journal.js';
import { CONNECTION_REASONS } from './reasons.js';
import { RunRecord } from './run-record.js';
import { SessionLanes } from './session-lanes.js';

/** @typedef {import('./session-lanes.js').Lane} Lane */

/** Watches the streams of a session, for any client that reads them: curl, an app, a phone. Each client has its own lane. */
export class WatchClient {
  session;
  #onChange;
  #onRefused;
  #sessionLanes;
  /** @type {Lane} Shown until a client connects. */
  #waiting;
  /** @type {{ close(): void } | null} */
  #journal;
  /** Called for each entry of the journal. */
  onEntry = () => {};

  /**
   * @param {string} session @param {() => void} onChange called when the lanes change, and when watching ends
   * @param {(refusal: import('./problem.js').Refusal) => void} onRefused called when the viewer may not watch
   */
  constructor(session, onChange, onRefused) {
    this.#onRefused = onRefused;
    this.session = session;
    this.#onChange = onChange;
    this.#sessionLanes = new SessionLanes(session);
    this.#waiting = { record: new RunRecord(), title: '', scenario: '', session };
    this.#waiting.record.setState({ name: 'connecting' }, Date.now());
    this.#journal = followJournal(session, {
      state: (state) => this.#onState(state),
      entry: (entry) => {
        this.onEntry();
        if (this.#sessionLanes.take(entry)) this.#onChange();
      },
    });
  }

  /** @returns {readonly Lane[]} */
  get lanes() {
    const { lanes } = this.#sessionLanes;
    return lanes.length > 0 ? lanes : [this.#waiting];
  }

  /** Whether no client has connected yet. */
  get isEmpty() {
    return this.#journal !== null && this.#sessionLanes.lanes.length === 0;
  }

  /** The heading above the lanes. */
  get heading() {
    const { lanes, hiddenCount } = this.#sessionLanes;
    const count = lanes.length === 0 ? 'nobody opened a stream in it yet' : lanes.length === 1 ? 'one client' : `${lanes.length} clients`;
    return `Session ${this.session}: ${count}${hiddenCount > 0 ? `, and ${hiddenCount} more open streams, which are not shown` : ''}`;
  }

  get isRunning() {
    return this.#journal !== null;
  }

  /** Whether the page has opened a stream itself: that of the journal. */
  get isWatching() {
    return this.isRunning;
  }

  /** @param {string} _reason */
  stop(_reason) {
    this.#journal?.close();
  }

  leave() {
    this.stop('left');
  }

  /** @param {import('./connection-state.js').ConnectionState} state of the journal's stream */
  #onState(state) {
    if (state.name === 'open') {
      this.#waiting.record.setState({ name: 'connecting', reason: CONNECTION_REASONS.nothingYet }, Date.now());
    }
    if (state.name !== 'closed') return;
    this.#journal = null;
    if (state.refusal) this.#onRefused(state.refusal);
    for (const { record } of this.lanes) if (record.state.name !== 'closed') record.setState({ ...state, failed: state.refusal !== undefined }, Date.now());
    this.#onChange();
  }
}
