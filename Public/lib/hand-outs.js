// @ts-check
import { changes } from './changes.js';
import { readHandOut } from './room-api.js';
import { viewer } from './viewer.js';

const INTERVAL = 4000;
const SEEN = 'playground.hand-out';

/** @typedef {import('./room-api.js').HandOut} HandOut */

/**
 * Reports a hand-out to a participant until it is marked as seen. `/api/changes` announces it; without that stream, the server is polled.
 *
 *     const handOuts = followHandOuts((handOut) => show(handOut));
 *     handOuts.pause();   // while the page is hidden
 *
 * @param {(handOut: HandOut) => void} onHandOut
 * @returns {{ pause(): void, resume(): void }}
 */
export function followHandOuts(onHandOut) {
  let isPaused = false;
  let shown = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const read = async () => {
    clearTimeout(timer);
    if (isPaused || !viewer.isParticipant) return;
    try {
      const found = await readHandOut();
      if (found !== null && found.id !== shown && found.id !== localStorage.getItem(SEEN)) {
        shown = found.id;
        onHandOut(found);
      }
    } catch {
      // The server is down, or the viewer was signed out: other parts of the page report that.
    }
    clearTimeout(timer);
    if (!isPaused && changes.state !== 'open') timer = setTimeout(read, INTERVAL);
  };
  changes.follow({
    event: ({ type }) => void (type === 'hand-out' && read()),
    state: () => void read(),
  });
  viewer.onChange(() => void read());
  read();

  return {
    pause() {
      isPaused = true;
      clearTimeout(timer);
    },
    resume() {
      isPaused = false;
      read();
    },
  };
}

/**
 * Marks a hand-out as opened or dismissed, so that no tab reports it again.
 * @param {string} id
 */
export function markHandOutSeen(id) {
  try {
    localStorage.setItem(SEEN, id);
  } catch {
    // Then it is shown again.
  }
}
