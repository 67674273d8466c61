// @ts-check
import { StreamHub } from './stream-hub.js';

/**
 * A page's message: join a stream, retry its connection, or leave it.
 * @typedef {{ join?: { url: string, reader: string }, retry?: true, leave?: true }} Wish
 */

const hub = new StreamHub();

// Each SharedStream of a page has its own port.
self.addEventListener('connect', (event) => serve(/** @type {any} */ (event).ports[0]));

/** @param {MessagePort} port */
function serve(port) {
  /** @type {ReturnType<StreamHub['join']> | null} */
  let member = null;
  const leave = () => {
    member?.leave();
    member = null;
  };
  port.onmessage = ({ data }) => {
    const wish = /** @type {Wish} */ (data);
    if (wish.join) {
      leave();
      member = hub.join(wish.join.url, wish.join.reader, {
        event: (told) => port.postMessage({ event: told }),
        state: (state) => port.postMessage({ state }),
      });
    }
    if (wish.retry) member?.retry();
    if (wish.leave) leave();
  };
  port.addEventListener('close', leave); // sent by some browsers when a tab crashes
}
