// @ts-check
import { changes } from './changes.js';
import { readHandOut } from './room-api.js';
import { viewer } from './viewer.js';

const INTERVAL = 4000;
const SEEN = 'playground.hand-out';

/** @typedef {import('./room-api.js').HandOut} HandOut */

/**
 * Tells a participant what is handed out, until somebody has seen it. `/api/changes` says so; while the page does not follow that, it is asked for.
 *
 *     const handOuts = followHandOuts((handOut) => show(handOut));
 *     handOuts.pause();   // while nobody looks
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
      // The server is gone, or one was signed out: other parts of the page say so.
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
 * It is opened, or not wanted: no tab tells of it again.
 * @param {string} id
 */
export function markHandOutSeen(id) {
  try {
    localStorage.setItem(SEEN, id);
  } catch {
    // It is shown once more, then.
  }
}
