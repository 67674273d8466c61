// @ts-check
import { JournalPlayer } from '../lib/journal-player.js';
import { JournalSnapshots } from '../lib/journal-snapshots.js';
import { sentenceOf } from '../lib/problem.js';
import { RunRecord } from '../lib/run-record.js';
import { element } from './element.js';
import { refused } from './server-notice.js';
import { WireView } from './wire-view.js';

const INTERVAL = 700;

/**
 * Shows the bytes that a client was sent, according to the server's journal, because EventSource does not show them.
 *
 * They are polled while the details are open, so that the client's own stream remains the only one.
 *
 *     const wire = new SideWire('Broken', true);
 *     wire.start(session);
 *     wire.answered();   // after the client has received a response
 */
export class SideWire {
  root;
  #view = new WireView(() => {});
  #answer = element('p', { class: 'muted side-answer', role: 'status' });
  #record = new RunRecord();
  #player = new JournalPlayer(this.#record);
  /** @type {JournalSnapshots | null} */
  #journal = null;
  /** Whether the client has received a response; before that, there is no journal to read. */
  #isAnswered = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {string} title @param {boolean} isOpen */
  constructor(title, isOpen) {
    this.#view.root.setAttribute('aria-label', `${title}: the bytes as they were sent`);
    this.root = element('details', { class: 'side-wire', open: isOpen }, element('summary', {}, 'On the wire'), this.#answer, this.#view.root);
    this.#view.root.hidden = true;
    this.root.addEventListener('toggle', () => this.#read());
  }

  /** @param {string} session */
  start(session) {
    this.#record = new RunRecord();
    this.#player = new JournalPlayer(this.#record);
    this.#journal = new JournalSnapshots(session);
    this.#isAnswered = false;
    this.#show();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#read(), INTERVAL);
  }

  /** Records that the client has received a response. */
  answered() {
    this.#isAnswered = true;
  }

  /** Stops polling, and reads once more: the journal records a moment later that the client has left. */
  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    setTimeout(() => this.#read(), INTERVAL);
  }

  /**
   * Returns how the last response ended according to the journal; null where that is not known.
   * @returns {Promise<import('../lib/connection-state.js').ConnectionState | null>}
   */
  async ending() {
    const journal = this.#journal;
    if (!journal) return null;
    try {
      await journal.read((entry) => journal === this.#journal && this.#player.play(entry));
    } catch {
      return null;
    }
    return journal === this.#journal && this.#record.state.name === 'closed' ? this.#record.state : null;
  }

  async #read() {
    const journal = this.#journal;
    if (!this.root.open || !journal || !this.#isAnswered) return;
    try {
      await journal.read((entry) => journal === this.#journal && this.#player.play(entry));
    } catch (error) {
      if (journal === this.#journal && refused(error, () => this.#read(), false)) {
        clearInterval(this.#timer); // it would be refused again
        this.#answer.textContent = sentenceOf(error);
      }
      return; // otherwise the next reading gets everything
    }
    if (journal === this.#journal) this.#show();
  }

  #show() {
    const { state, lines } = this.#record;
    this.#answer.textContent = state.name === 'idle' ? '' : `The server says: ${state.reason ?? state.name}.`;
    this.#view.root.hidden = lines.length === 0;
    this.#view.show(lines);
  }
}
