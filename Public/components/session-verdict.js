// @ts-check
import { readVerdict } from '../lib/verdict.js';
import { element } from './element.js';
import { VerdictPanel } from './verdict-panel.js';

/**
 * Shows what the clients of a session did right and wrong. The verdict is read each time this is opened.
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
