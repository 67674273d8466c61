// @ts-check
import { readVerdict } from '../lib/verdict.js';
import { element } from './element.js';
import { VerdictPanel } from './verdict-panel.js';

/**
 * What the clients of a session did right and wrong, asked for when it is opened, and again each time.
 *
 *     row.append(verdictOf('test-1'));
 *
 * @param {string} session
 */
export function verdictOf(session) {
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
