// @ts-check
import { EventSourceConnection } from './event-source-connection.js';
import { FetchConnection } from './fetch-connection.js';
import { followJournal } from './journal.js';
import { JournalPlayer } from './journal-player.js';
import { CONNECTION_REASONS, journalReason } from './reasons.js';
import { formatOf } from './record-parser.js';
import { RunRecord } from './run-record.js';

/**
 * The request of a run, and how its stream is read.
 *
 * @typedef {object} RunOptions
 * @property {string} address path and query
 * @property {string} session the key of the session that the address names
 * @property {string} scenario the name of the scenario; empty where it has none
 * @property {'fetch' | 'EventSource'} transport
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {string[]} types the event types that EventSource listens for
 * @property {string[]} closeAfter the event types, or whole data, after which the client closes
 * @property {string | null} textPlace the place in the data of its events whose text is appended to the answer
 * @property {boolean} reconnects whether the client reconnects when the stream ends
 */

/**
 * Plays an address as one client, and records the stream. It also reads the journal of its session, which contains the lines of the
 * scenario that sent the bytes, the gates at which the stream waits, and the bytes and the status, which EventSource hides.
 */
export class RunClient {
  record;
  /** Called for each entry of the journal. */
  onEntry = () => {};
  #options;
  #onChange;
  #onRefused;
  /** @type {FetchConnection | EventSourceConnection | null} */
  #connection = null;
  /** @type {{ close(): void } | null} */
  #journal = null;
  /** Whether the journal will supply the bytes of the events that EventSource reports. */
  #hasJournal;
  /** The numbers of streams that began and that ended according to the journal. */
  #told = { begun: 0, ended: 0 };
  #isNative;
  /** @type {import('./connection-state.js').ConnectionState | null} The closed state of the connection while the journal has not yet supplied all of its bytes. */
  #closing = null;
  #head = { seed: '', stream: '', format: /** @type {import('./record-parser.js').StreamFormat} */ ('sse') };
  /** The journal's description of the response that opened the stream. */
  #answer = '';
  /** @type {import('./connection-state.js').ConnectionState | null} How the open stream ended according to the journal, until the client notices. */
  #ending = null;

  /**
   * Connects immediately.
   * @param {RunOptions} options @param {() => void} onChange called when the run or the reading of its journal ends
   * @param {(refusal: import('./problem.js').Refusal) => void} onRefused called when its journal may not be read
   */
  constructor(options, onChange, onRefused) {
    this.#onRefused = onRefused;
    this.#options = options;
    this.#onChange = onChange;
    this.#isNative = options.transport === 'EventSource';
    this.#hasJournal = options.session !== '';
    const heard = new Set([...options.types, ...options.closeAfter]);
    this.record = new RunRecord(this.#isNative ? (type) => heard.has(type) : undefined, options.textPlace);
    const observer = this.#observer();
    const { address, method, headers, body } = options;
    this.#connection = this.#isNative
      ? new EventSourceConnection(address, observer, heard)
      : new FetchConnection(address, observer, method === 'GET' ? { headers } : { method, headers, body });
  }

  /** @returns {readonly import('./session-lanes.js').Lane[]} one lane: that of this client */
  get lanes() {
    return [{ record: this.record, title: '', scenario: this.#options.scenario, session: this.#options.session }];
  }

  get session() {
    return this.#options.session;
  }

  /** The heading above the lanes; none here. */
  get heading() {
    return '';
  }

  get isRunning() {
    return this.#connection !== null;
  }

  /** Whether the page has opened, or is about to open, another stream: that of the journal. */
  get isWatching() {
    return this.#journal !== null || (this.isRunning && this.#hasJournal);
  }

  /** Stops, and closes the journal, too. */
  leave() {
    this.stop('left');
    this.#closeJournal();
  }

  /** @param {string} reason */
  stop(reason) {
    this.#connection?.close(reason);
  }

  /** @returns {import('./connection-state.js').ConnectionObserver} */
  #observer() {
    const { record } = this;
    return {
      state: (state) => this.#onState(state),
      head: (headers) => {
        this.#head = { seed: headers.get('Playground-Seed') ?? '', stream: headers.get('Playground-Stream') ?? '', format: formatOf((name) => headers.get(name)) ?? 'sse' };
      },
      chunk: (chunk) => record.push(chunk, Date.now()),
      event: (event) => {
        if (this.#isNative) record.receive(event, Date.now(), !this.#hasJournal);
        if (this.#options.closeAfter.includes(event.type)) this.stop(`after the event ${event.type}`);
        else if (this.#options.closeAfter.includes(event.data)) this.stop(`after the data ${event.data}`);
      },
    };
  }

  /** @param {import('./connection-state.js').ConnectionState} state */
  #onState(state) {
    const { record } = this;
    if (this.#connection === null && state.name === 'closed') return;
    if (state.name === 'open') {
      if (this.#head.seed) state = { ...state, reason: `${state.reason}, seed ${this.#head.seed}` };
      const { transport, method, address } = this.#options;
      if (!this.#isNative) record.begin(this.#head.stream, `${transport === 'fetch' ? method : 'GET'} ${address} → ${state.reason}`, 0, this.#head.format);
    }
    if (state.name !== 'connecting') this.#watch();
    if (state.name === 'reconnecting' && !this.#options.reconnects) {
      // Close after the connection has set its timer, so that closing clears it.
      queueMicrotask(() => this.#connection?.close(state.reason ?? '', state.isUnexplained));
      return;
    }
    if (!this.#isNative && (state.name === 'reconnecting' || state.name === 'closed')) record.endResponse();
    if (state.isUnexplained && this.#ending) state = { ...state, ...this.#ending, name: state.name, isUnexplained: false };
    if (state.name === 'closed') this.#connection = null;
    if (state.name === 'closed' && this.#isNative && this.#journal && !this.#isJournalDone) this.#closing = state; // the journal still has to supply bytes
    record.setState(state, Date.now(), this.#closing === null);
    if (state.name === 'closed') {
      this.#onChange();
      this.#closeJournalIfDone();
    }
  }

  /** Reads the journal, from the first response on: before it, the server may not know the session. */
  #watch() {
    if (this.#journal || this.#options.session === '') return;
    const player = new JournalPlayer(this.record, { clock: () => Date.now(), explain: (said, lastEventId) => this.#explain(said, lastEventId) });
    this.#journal = followJournal(this.#options.session, {
      state: (state) => this.#onJournalState(state),
      entry: (entry) => {
        this.onEntry();
        if (entry.kind === 'request') this.#onRequestTold();
        if (this.#isNative) player.play(entry);
        else if (entry.kind === 'write') this.record.place(entry.stream, entry.offset ?? 0, entry.parts ?? []);
        else if (entry.kind === 'gate' || entry.kind === 'opened-gate') player.play(entry);
        if (entry.kind === 'end') {
          this.#told.ended += 1;
          this.#closeJournalIfDone();
        }
      },
    });
  }

  #onRequestTold() {
    this.#told.begun += 1;
    this.#ending = null;
    this.#answer = '';
  }

  /**
   * Adds what the server's journal reports about the connection, because EventSource reports neither the status nor the reason.
   * @param {import('./connection-state.js').ConnectionState} said @param {string | null} lastEventId the ID that the client sent
   */
  #explain(said, lastEventId) {
    if (!this.#isNative) return;
    const { record } = this;
    if (said.name === 'open') {
      this.#answer = said.reason ?? '';
      if (this.#closing) record.list(said, Date.now());
      else record.explain(said, lastEventId);
      return;
    }
    said = { ...said, reason: journalReason([said.reason, this.#answer].filter(Boolean).join('; the answer was ')) };
    if (this.#closing?.isUnexplained) {
      this.#closing = { ...this.#closing, ...said, isUnexplained: false };
      record.setState(this.#closing, Date.now(), false);
    } else if (record.state.isUnexplained) record.explain(said, lastEventId);
    else this.#ending = said; // the client will notice
  }

  /** @param {import('./connection-state.js').ConnectionState} state of the journal's own stream */
  #onJournalState(state) {
    if (state.refusal) this.#onRefused(state.refusal);
    if (state.name === 'closed') this.#forgetJournal();
    else if (state.name === 'reconnecting' && this.#connection === null) {
      // The run is over, and the journal will report nothing more about its end.
      if (state.failed) this.#explain({ name: 'closed', failed: true, reason: CONNECTION_REASONS.serverBroke }, null);
      this.#closeJournal();
    }
  }

  /** Whether every stream that began according to the journal has also ended according to it. */
  get #isJournalDone() {
    return this.#told.begun > 0 && this.#told.ended >= this.#told.begun;
  }

  #closeJournalIfDone() {
    if (this.#connection === null && this.#isJournalDone) this.#closeJournal();
  }

  #closeJournal() {
    this.#journal?.close();
    this.#forgetJournal();
  }

  #forgetJournal() {
    if (!this.#journal) return;
    this.#journal = null;
    this.#hasJournal = false;
    this.record.receiveEarly();
    if (this.#closing) this.record.list(this.#closing, Date.now());
    this.#closing = null;
    this.#onChange();
  }
}
