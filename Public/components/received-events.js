// @ts-check
import { element } from './element.js';

const KEPT = 100;

/**
 * The events that a client received, the newest first. It is bounded: the oldest are dropped.
 *
 *     const events = new ReceivedEvents();
 *     parent.append(events.root);
 *     events.add({ type: 'message', data: 'hello', lastEventId: '' });
 */
export class ReceivedEvents {
  root = element('ol', { class: 'client-events', tabindex: '0', 'aria-label': 'Received events, the newest first' });

  clear() {
    this.root.replaceChildren();
  }

  /** @param {{ type: string, data: string, lastEventId: string }} event */
  add({ type, data, lastEventId }) {
    this.root.prepend(
      element('li', {}, element('b', {}, type), lastEventId === '' ? null : element('i', {}, `#${lastEventId}`), element('code', {}, data)),
    );
    if (this.root.childElementCount > KEPT) this.root.lastElementChild?.remove();
  }
}
