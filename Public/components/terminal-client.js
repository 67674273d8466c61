// @ts-check
import { shownFeed } from '../lib/shown-address.js';
import { viewer } from '../lib/viewer.js';
import { commandLine } from './copyable.js';
import { element } from './element.js';

/**
 * Shows the commands that run a client in a terminal.
 *
 *     const curl = terminalClient([{ label: 'See the bytes', command: (url) => `curl -N ${url}` }]);
 *     card.append(curl.root);
 *     curl.show({ url: '/events', types: [] });
 *
 * @param {{ label: string, command: (url: string) => string }[]} steps `command` gets the absolute address of the feed
 */
export function terminalClient(steps) {
  const lines = steps.map(({ label, command }) => ({ label, command, line: commandLine(`the command: ${label}`) }));
  /** @type {import('./plain-client.js').Feed | null} */
  let shown = null;
  viewer.onChange(() => shown && client.show(shown));
  const client = {
    root: element(
      'div',
      { class: 'client-run' },
      ...lines.map(({ label, line }) => element('div', { class: 'step' }, element('p', {}, label), line.root)),
    ),
    /** @param {import('./plain-client.js').Feed} feed */
    show(feed) {
      shown = feed;
      const url = shownFeed(feed.url);
      for (const { command, line } of lines) line.show(command(url));
    },
  };
  return client;
}
