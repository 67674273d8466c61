// @ts-check
import { element } from './element.js';
import { sourceView } from './source-view.js';

/**
 * Makes the card of a client, with its source.
 *
 *     byId('clients').append(clientCard({ id: 'curl', title: 'curl', summary: '…', limits: '…', sources: ['/clients/curl/client.sh'], body: [curl] }));
 *
 * @param {object} client
 * @param {string} client.id
 * @param {string} client.title
 * @param {string} client.summary
 * @param {string} client.limits the things that it cannot do
 * @param {string[]} client.sources the addresses of its files; the first one is shown open
 * @param {readonly { root: HTMLElement }[]} client.body its running instance, or instructions for running it
 */
export function clientCard({ id, title, summary, limits, sources, body }) {
  return element(
    'section',
    { class: 'card client', id, 'aria-labelledby': `${id}-title` },
    element(
      'div',
      { class: 'client-live' },
      element('h2', { id: `${id}-title` }, title),
      element('p', {}, summary),
      element('p', { class: 'muted' }, limits),
      ...body.map(({ root }) => root),
    ),
    element('div', { class: 'client-sources' }, ...sources.map((address, index) => sourceView(address, index === 0))),
  );
}
