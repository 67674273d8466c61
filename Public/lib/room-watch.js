// @ts-check
import { changes } from './changes.js';
import { Refusal } from './problem.js';
import { readRoom } from './room-api.js';
import { server } from './server.js';
import { viewer } from './viewer.js';

/** Between two readings when changes come in a row, as when a class joins. */
const PAUSE = 200;

/**
 * Keeps up to date who is in the room and what is handed out: `/api/changes` says when to read it again. The page starts `changes`.
 *
 * @param {object} observer
 * @param {(room: import('./room-api.js').Room) => void} observer.room
 * @param {(message: string | null) => void} observer.trouble why the server does not tell; null when it does
 * @param {(refusal: Refusal) => void} observer.refused told in place of that where permission is wanting
 * @returns {{ read(): void }} reads it again now
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
    event: () => void read(), // of scenarios, too: it says how many each has saved
    state: (state) => void (state === 'open' && read()),
  });
  viewer.onChange(read);
  server.onChange((state) => void (state === 'up' && read()));
  read();
  return { read };
}
