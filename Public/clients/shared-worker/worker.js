// @ts-check
import { follow } from '../event-source/client.js';

/** @typedef {{ tabs: Set<MessagePort>, state: string, reason?: string, stop: () => void }} Stream */

/** @type {Map<string, Stream>} By address and types. */
const streams = new Map();

// A shared worker gets a `connect` event from each tab; a dedicated one serves the tab that made it.
if ('onconnect' in self) self.addEventListener('connect', (event) => serve(/** @type {any} */ (event).ports[0]));
else serve(/** @type {any} */ (self));

/** @param {MessagePort} port */
function serve(port) {
  let leave = () => {};
  port.onmessage = ({ data: { url, types, lock } }) => {
    leave();
    leave = () => {};
    if (url === null) return;
    const left = join(port, url, types);
    leave = left;
    // The tab holds this lock for as long as it exists.
    navigator.locks?.request(lock, left);
  };
}

/** @param {MessagePort} port @param {string} url @param {string[]} types */
function join(port, url, types) {
  const key = JSON.stringify([url, types]);
  const stream = streams.get(key) ?? open(key, url, types);
  stream.tabs.add(port);
  tellState(stream);
  return () => {
    if (!stream.tabs.delete(port)) return;
    if (stream.tabs.size === 0) stream.stop();
    else tellState(stream);
  };
}

/** @param {string} key @param {string} url @param {string[]} types */
function open(key, url, types) {
  /** @type {Stream} */
  const stream = { tabs: new Set(), state: 'connecting', stop: () => {} };
  streams.set(key, stream);
  stream.stop = follow(url, {
    types,
    // An event object cannot be posted to a tab; its values can.
    onEvent: ({ type, data, lastEventId }) => tell(stream, { event: { type, data, lastEventId } }),
    onState(state, reason) {
      Object.assign(stream, { state, reason });
      tellState(stream);
      if (state === 'closed') streams.delete(key);
    },
  });
  return stream;
}

/** @param {Stream} stream */
function tellState(stream) {
  const { state, reason, tabs } = stream;
  tell(stream, { state, reason, tabs: tabs.size });
}

/** @param {Stream} stream @param {object} message */
function tell({ tabs }, message) {
  for (const port of tabs) port.postMessage(message);
}
