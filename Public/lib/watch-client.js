// @ts-check
import { followJournal } from './journal.js';
import { JournalPlayer } from './journal-player.js';
import { RunRecord } from './run-record.js';

/**
 * Watches what the streams of a session receive, whoever reads them: curl, an app, a phone. One stream at a time is shown, the one
 * that was asked for last: the bytes of two that are open at once are no event stream.
 */
export class WatchClient {
  record = new RunRecord();
  #player = new JournalPlayer(this.record);
  #onChange;
  /** @type {{ close(): void } | null} */
  #journal;
  #stream = '';
  /** Streams that went on beside the one that is shown. @type {Set<string>} */
  #beside = new Set();

  /** @param {string} session @param {() => void} onChange called when the watching ends */
  constructor(session, onChange) {
    this.#onChange = onChange;
    this.record.setState({ name: 'connecting', reason: `session ${session}` }, Date.now());
    this.#journal = followJournal(session, {
      state: (state) => {
        if (state.name === 'open' && this.#stream === '') {
          this.record.setState({ name: 'connecting', reason: `session ${session}: nothing was sent to it yet` }, Date.now());
        }
        if (state.name !== 'closed') return;
        this.#journal = null;
        this.record.setState({ ...state, failed: false }, Date.now());
        this.#onChange();
      },
      entry: (entry) => this.#take(entry),
    });
  }

  get isRunning() {
    return this.#journal !== null;
  }

  /** The journal is the page's own stream. */
  get isWatching() {
    return this.#journal !== null;
  }

  /** @param {string} _reason */
  stop(_reason) {
    this.#journal?.close();
  }

  leave() {
    this.stop('left');
  }

  /** @param {import('./journal.js').JournalEntry} entry */
  #take(entry) {
    if (entry.kind === 'request') this.#stream = entry.stream;
    if (entry.kind === 'missed' || entry.stream === this.#stream) {
      this.#player.play(entry);
    } else if (entry.kind === 'write' && !this.#beside.has(entry.stream)) {
      this.#beside.add(entry.stream);
      this.record.note(`stream ${entry.stream} goes on beside this one, and is not shown`, Date.parse(entry.time));
    }
  }
}
