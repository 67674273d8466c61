// @ts-check
import { formatCount } from '../lib/format.js';
import { readVerdict } from '../lib/verdict.js';
import { arrange, element, setText } from './element.js';
import { HandBar } from './hand-bar.js';
import { COLUMNS } from './stream-row.js';
import { VerdictPanel } from './verdict-panel.js';

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
    setText(this.#count, `${formatCount(openCount, 'stream')} open`);
    // For a single stream, the buttons in its row do the same.
    this.#bar.show(openCount > 1 ? { session: this.#session } : null);
    arrange(this.root, [this.#head, ...rows.map(({ root }) => root)]);
  }
}

/**
 * Shows the verdict on the clients of a session. The verdict is read each time this is opened.
 * @param {string} session
 */
function verdictOf(session) {
  const panel = new VerdictPanel();
  const nothing = element('p', { class: 'muted', hidden: true }, 'Nothing is known of this session any more.');
  const details = element('details', { class: 'session-verdict' }, element('summary', {}, 'What its clients did'), panel.root, nothing);
  details.addEventListener('toggle', async () => {
    if (!details.open) return;
    const verdict = await readVerdict(session);
    panel.show(verdict);
    nothing.hidden = verdict !== null;
  });
  return details;
}
