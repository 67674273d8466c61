// @ts-check
import { playAddress } from '../lib/play-address.js';
import { at } from '../lib/site.js';
import { element, field, onSubmit } from './element.js';

/** @typedef {import('./plain-client.js').Feed} Feed */

/**
 * The streams to choose from. A client with EventSource has to know the event types to listen for. A shared stream is the same for all
 * clients at the same time, so its speed cannot be chosen.
 *
 * @type {{ address: string, title: string, types: string[], isShared?: boolean }[]}
 */
const STREAMS = [
  { address: '/events', title: 'Counter, /events', types: ['message'] },
  { address: '/stream/demo', title: 'One agent, /stream/demo', types: ['agent_message'] },
  { address: '/play/shared-ticker', title: 'Live for all, /play/shared-ticker', types: ['price'], isShared: true },
  { address: '/play/agent-tasks', title: 'Agent tasks, /play/agent-tasks', types: ['task_update', 'task_complete'] },
  { address: '/play/reconnect', title: 'Reconnect, /play/reconnect', types: ['message'] },
  { address: '/play/ollama-chat', title: 'Records, not an event stream, /play/ollama-chat', types: [] },
];

/**
 * A form for the stream that all clients read, and its speed.
 *
 *     const form = new FeedForm(byId('feed'), (feed) => client.show(feed));
 *     client.show(form.feed);
 */
export class FeedForm {
  #stream = element(
    'select',
    { id: 'stream' },
    ...STREAMS.map(({ title }, index) => element('option', { value: `${index}` }, title)),
  );
  #speed = speedSelect(['1', '4', '20', '100']);

  /** @param {HTMLFormElement} form @param {(feed: Feed) => void} onChange */
  constructor(form, onChange) {
    this.#speed.value = '4';
    form.append(field('Stream', this.#stream), field('Speed', this.#speed));
    form.addEventListener('change', () => {
      this.#speed.disabled = STREAMS[Number(this.#stream.value)].isShared === true;
      onChange(this.feed);
    });
    onSubmit(form, () => {});
  }

  /** @returns {Feed} */
  get feed() {
    const { address, types, isShared } = STREAMS[Number(this.#stream.value)];
    const speed = isShared || this.#speed.value === '1' ? '' : this.#speed.value;
    return { url: at(playAddress(address, {}, { speed })), types };
  }
}

/**
 * Makes the control in which a page's speed is chosen.
 * @param {string[]} speeds
 */
export function speedSelect(speeds) {
  return element('select', { id: 'speed' }, ...speeds.map((speed) => element('option', { value: speed }, speed === '1' ? 'as written' : `${speed} times as fast`)));
}
