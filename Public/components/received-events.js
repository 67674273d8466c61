// @ts-check
import { element } from './element.js';

/** @typedef {import('../lib/event-stream-parser.js').StreamEvent} StreamEvent */

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

  /** @param {StreamEvent} event */
  add(event) {
    this.root.prepend(eventItem(event));
    if (this.root.childElementCount > KEPT) this.root.lastElementChild?.remove();
  }
}

/**
 * The list item that shows one event.
 *
 * @param {StreamEvent} event
 */
export function eventItem({ type, data, lastEventId }) {
  return element('li', {}, element('b', {}, type), lastEventId === '' ? null : element('i', {}, `#${lastEventId}`), element('code', {}, data));
}
