// @ts-check
import { formatCount } from '../lib/format.js';
import { arrange, element } from './element.js';
import { HandBar } from './hand-bar.js';
import { verdictOf } from './session-verdict.js';
import { COLUMNS } from './stream-row.js';

/**
 * The rows of one session, below a row with its key and controls for all its streams.
 *
 *     const group = new SessionRows('demo', { onSaid });
 *     group.show([row, another]);
 */
export class SessionRows {
  #count = element('span', { class: 'muted' });
  #head;
  #bar;
  #session;
  root;

  /** @param {string} session @param {{ onSaid: (text: string) => void }} actions */
  constructor(session, { onSaid }) {
    this.#session = session;
    this.#bar = new HandBar({ onSaid });
    this.#head = element(
      'tr',
      { class: 'session' },
      element(
        'th',
        { scope: 'rowgroup', colspan: `${COLUMNS.length}` },
        element(
          'div',
          { class: 'session-head' },
          element('span', {}, 'Session ', element('code', {}, session)),
          this.#count,
          element('a', { class: 'button quiet', href: `/#watch=${encodeURIComponent(session)}`, 'aria-label': `Watch session ${session}` }, 'Watch'),
          this.#bar.root,
        ),
        verdictOf(session),
      ),
    );
    this.root = element('tbody', { 'aria-label': `Session ${session}` });
  }

  /** @param {readonly import('./stream-row.js').StreamRow[]} rows @param {number} openCount the number of open ones among them */
  show(rows, openCount) {
    const text = `${formatCount(openCount, 'stream')} open`;
    if (this.#count.textContent !== text) this.#count.textContent = text;
    // With a single stream, that stream's own buttons do the same.
    this.#bar.show(openCount > 1 ? { session: this.#session } : null);
    arrange(this.root, [this.#head, ...rows.map(({ root }) => root)]);
  }
}
