// @ts-check
import { EventSourceConnection } from './event-source-connection.js';
import { FetchConnection } from './fetch-connection.js';
import { followJournal } from './journal.js';
import { JournalPlayer } from './journal-player.js';
import { formatOf } from './record-parser.js';
import { RunRecord } from './run-record.js';

/**
 * What is played, and how.
 *
 * @typedef {object} RunOptions
 * @property {string} address path and query
 * @property {string} session the key that the address names
 * @property {string} scenario the name of the text that is played; empty where it has none
 * @property {'fetch' | 'EventSource'} transport
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {string[]} types the event types that EventSource listens for
 * @property {string[]} closeAfter the event types, or whole data, after which the client closes
 * @property {string | null} textPlace where in the data of its events a text grows
 * @property {boolean} reconnects whether it comes back when the stream ends
 */

/**
 * Plays an address as one client, and records it. The journal of its session is read beside it: from it comes which line of the
 * scenario sent what, the gates that hold the stream, and, for EventSource, the bytes and the status that it hides.
 */
export class RunClient {
  record;
  /** Told of each entry of the journal. */
  onEntry = () => {};
  #options;
  #onChange;
  #onRefused;
  /** @type {FetchConnection | EventSourceConnection | null} */
  #connection = null;
  /** @type {{ close(): void } | null} */
  #journal = null;
  /** Whether the bytes of what EventSource tells of are going to come from the journal. */
  #hasJournal;
  /** How many streams the journal told of, and how many of them ended. */
  #told = { begun: 0, ended: 0 };
  #isNative;
  /** @type {import('./connection-state.js').ConnectionState | null} How the connection was closed, while bytes of it are still to be told of. */
  #closing = null;
  #head = { seed: '', stream: '', format: /** @type {import('./record-parser.js').StreamFormat} */ ('sse') };
  /** What the journal says of the answer that opened the stream. */
  #answer = '';
  /** @type {import('./connection-state.js').ConnectionState | null} How the stream that was open ended, as the journal says, while the client has not noticed. */
  #ending = null;

  /**
   * Connects at once.
   * @param {RunOptions} options @param {() => void} onChange called when the run or the reading of its journal ends
   * @param {(refusal: import('./problem.js').Refusal) => void} onRefused told that its journal may not be read
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

  /** @returns {readonly import('./session-lanes.js').Lane[]} one: what this client received */
  get lanes() {
    return [{ record: this.record, title: '', scenario: this.#options.scenario, session: this.#options.session }];
  }

  get session() {
    return this.#options.session;
  }

  /** What is said above it. */
  get heading() {
    return '';
  }

  get isRunning() {
    return this.#connection !== null;
  }

  /** Whether a stream of the page's own is open, or about to be: that of the journal. */
  get isWatching() {
    return this.#journal !== null || (this.isRunning && this.#hasJournal);
  }

  /** Gives up the journal, too. */
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
      // Once the connection has set its timer: closing clears it.
      queueMicrotask(() => this.#connection?.close(state.reason ?? '', state.isUnexplained));
      return;
    }
    if (!this.#isNative && (state.name === 'reconnecting' || state.name === 'closed')) record.endResponse();
    if (state.isUnexplained && this.#ending) state = { ...state, ...this.#ending, name: state.name, isUnexplained: false };
    if (state.name === 'closed') this.#connection = null;
    if (state.name === 'closed' && this.#isNative && this.#journal && !this.#isJournalDone) this.#closing = state; // bytes are still to come
    record.setState(state, Date.now(), this.#closing === null);
    if (state.name === 'closed') {
      this.#onChange();
      this.#closeJournalIfDone();
    }
  }

  /** Reads the journal, from the first answer on: before it the server may not know the session. */
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
   * What the server's journal says of the connection: EventSource tells neither the status nor the reason.
   * @param {import('./connection-state.js').ConnectionState} said @param {string | null} lastEventId that was sent
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
    said = { ...said, reason: `${[said.reason, this.#answer].filter(Boolean).join('; the answer was ')} (the server’s journal says so; EventSource hides it)` };
    if (this.#closing?.isUnexplained) {
      this.#closing = { ...this.#closing, ...said, isUnexplained: false };
      record.setState(this.#closing, Date.now(), false);
    } else if (record.state.isUnexplained) record.explain(said, lastEventId);
    else this.#ending = said; // the client is going to notice
  }

  /** @param {import('./connection-state.js').ConnectionState} state of the journal's own stream */
  #onJournalState(state) {
    if (state.refusal) this.#onRefused(state.refusal);
    if (state.name === 'closed') this.#forgetJournal();
    else if (state.name === 'reconnecting' && this.#connection === null) {
      // The run is over, and what the journal has not told of its end it is not going to tell.
      if (state.failed) this.#explain({ name: 'closed', failed: true, reason: 'the connection to the server broke' }, null);
      this.#closeJournal();
    }
  }

  /** Whether the journal has told of the end of each stream that it told of. */
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
