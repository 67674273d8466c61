// @ts-check
import { changes } from './changes.js';
import { Refusal } from './problem.js';
import { readRoom } from './room-api.js';
import { server } from './server.js';
import { viewer } from './viewer.js';

/** The pause between two readings when changes come in a row, as when a class joins, in milliseconds. */
const PAUSE = 200;

/**
 * Keeps the room's participants and its hand-out up to date. `/api/changes` announces when to read them; the page must start `changes`.
 *
 * @param {object} observer
 * @param {(room: import('./room-api.js').Room) => void} observer.room
 * @param {(message: string | null) => void} observer.trouble why the room cannot be read; null when it can be read, or the server is down
 * @param {(refusal: Refusal) => void} observer.refused called instead of `trouble` where permission is lacking
 * @returns {{ read(): void }} reads the room again immediately
 */
export function followRoom(observer) {
  let isReading = false;
  let isOutdated = false;

  const read = async () => {
    if (isReading) {
      isOutdated = true;
      return;
    }
    isReading = true;
    isOutdated = false;
    try {
      observer.room(await readRoom());
      observer.trouble(null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.isOfAccess) observer.refused(error);
      observer.trouble(error.status === 0 || error.isOfAccess ? null : error.message);
    }
    isReading = false;
    if (isOutdated) setTimeout(read, PAUSE);
  };
  changes.follow({
    event: () => void read(), // changes of scenarios, too: the room counts those that each participant has saved
    state: (state) => void (state === 'open' && read()),
  });
  viewer.onChange(read);
  server.onUp(read);
  read();
  return { read };
}
