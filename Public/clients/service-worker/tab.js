// @ts-check
import { follow } from '../event-source/client.js';

// Stands in for a tab: it follows a stream with EventSource, and does not know about the service worker.
self.onmessage = ({ data: { url, types } }) => {
  follow(url, {
    types,
    onEvent: ({ type, data, lastEventId }) => self.postMessage({ event: { type, data, lastEventId } }),
    onState: (state, reason) => self.postMessage({ state, reason }),
  });
};
