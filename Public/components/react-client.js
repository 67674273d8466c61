// @ts-check
import { element } from './element.js';
import { PlainClient } from './plain-client.js';

/** @typedef {import('./plain-client.js').Feed} Feed */

export const REACT_MISSING = 'React is missing: Public/vendor has no react folder. Run "make setup" to get it, then reload.';

/**
 * Shows a client in React, or one in plain JavaScript where Public/vendor does not have React.
 *
 *     const client = reactClient(() => import('./react/App.js'), follow, feed);
 *     card.append(client.root);
 *
 * @param {() => Promise<{ mount: (root: Element, feed: Feed) => (feed: Feed) => void }>} load
 * @param {import('./plain-client.js').Follow} follow the client that runs without React
 * @param {Feed} feed
 */
export function reactClient(load, follow, feed) {
  const root = element('div', {}, element('p', { class: 'muted', role: 'status' }, 'Loading React…'));
  let latest = feed;
  /** @type {(feed: Feed) => void} */
  let show = () => {};
  const begin = async () => {
    try {
      const { mount } = await load();
      root.replaceChildren();
      show = mount(root, latest);
    } catch {
      const plain = new PlainClient(follow, latest);
      root.replaceChildren(element('p', { class: 'trouble', role: 'status' }, `${REACT_MISSING} Until then plain JavaScript runs here.`), plain.root);
      show = (next) => plain.show(next);
    }
  };
  begin();
  return {
    root,
    /** @param {Feed} next */
    show(next) {
      latest = next;
      show(next);
    },
  };
}
