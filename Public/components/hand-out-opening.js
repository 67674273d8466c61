// @ts-check
import { FIRST_TEXT } from '../lib/first-text.js';
import { markHandOutSeen } from '../lib/hand-outs.js';
import { shownName } from '../lib/scenario-names.js';

/** While somebody types, the text is not taken from under their hands, in milliseconds. */
const PAUSE = 2000;

/**
 * Opens what is handed out to everybody in the room. What was not saved is kept in the browser, and it is said how to come back to it.
 *
 *     addPageHeader({ onHandOut: handOutOpening(write) });
 *
 * @param {import('./write-side.js').WriteSide} write
 * @returns {(handOut: import('../lib/room-api.js').HandOut) => Promise<void>}
 */
export function handOutOpening(write) {
  let typedAt = 0;
  addEventListener('keydown', ({ target }) => {
    if (target instanceof Element && write.root.contains(target)) typedAt = Date.now();
  });
  return async (handOut) => {
    await write.settled();
    for (let left = typedAt + PAUSE - Date.now(); left > 0; left = typedAt + PAUSE - Date.now()) await new Promise((done) => setTimeout(done, left));
    const former = write.isUnsaved ? { name: write.name, text: write.text } : null;
    if (handOut.scenario) {
      if (!(await write.open(handOut.scenario))) return;
    } else write.openUnnamed(handOut.source ?? '', handOut.source ?? '');
    markHandOutSeen(handOut.id);
    const said = `“${handOut.title}” was handed out, and is open now.`;
    if (former === null) write.say(said);
    else {
      const back = () => (former.name === '' ? write.openUnnamed(former.text, FIRST_TEXT) : write.open(former.name));
      write.say(`${said} What you wrote ${former.name === '' ? '' : `in ${shownName(former.name)} `}and did not save is kept in this browser.`, { label: 'Back to what I wrote', run: back });
    }
  };
}
