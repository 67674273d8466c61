// @ts-check
import { FIRST_TEXT } from '../lib/first-text.js';
import { markHandOutSeen } from '../lib/hand-outs.js';
import { shownName } from '../lib/scenario-names.js';
import { isHandOut, nameOfHandOut, UnsavedWork } from '../lib/unsaved-work.js';
import { viewer } from '../lib/viewer.js';

/** How long to wait after the last key press before the text is replaced, in milliseconds. */
const PAUSE = 2000;

/**
 * Opens the scenario that is handed out to everybody in the room. Unsaved work is kept in the browser, and a button leads back to it.
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
  offerOther(write);
  return async (handOut) => {
    await write.settled();
    for (let left = typedAt + PAUSE - Date.now(); left > 0; left = typedAt + PAUSE - Date.now()) await new Promise((done) => setTimeout(done, left));
    const { source } = handOut;
    const open = () => (handOut.scenario ? write.open(handOut.scenario) : write.openUnnamed(source ?? '', source ?? '', nameOfHandOut(handOut.id)));
    if (await change(write, open, `“${handOut.title}” was handed out, and is open now.`)) markHandOutSeen(handOut.id);
  };
}

/**
 * Opens another text, and offers the way back to the former one if the former one is not saved.
 * @param {import('./write-side.js').WriteSide} write
 * @param {() => void | Promise<boolean>} open
 * @param {string} [told] the message to show
 * @returns {Promise<boolean>} whether it could be opened
 */
async function change(write, open, told = '') {
  const { name, slot, text, isUnsaved } = write;
  if ((await open()) === false) return false;
  if (isUnsaved) {
    const left = isHandOut(slot) ? 'What you changed in the hand-out' : `What you wrote ${name === '' ? '' : `in ${shownName(name)} `}and did not save`;
    write.say(`${told} ${left} is kept in this browser.`.trim(), wayTo(write, slot, () => (name === '' ? write.openUnnamed(text, FIRST_TEXT, slot) : write.open(name))));
  } else if (told !== '' || write.name === '') write.say(told);
  return true;
}

/**
 * After a reload, either the participant's own text or the handed-out one is open again. Offers the way to the other one.
 * @param {import('./write-side.js').WriteSide} write
 */
async function offerOther(write) {
  await write.settled();
  if (!viewer.isParticipant || write.name !== '' || !write.isUnsaved) return;
  const work = new UnsavedWork(localStorage, () => viewer.you?.name ?? '');
  const other = isHandOut(write.slot) ? '' : work.latestHandOut();
  const text = other === null ? null : work.textOf(other);
  if (other === null || text === null) return;
  const here = other === '' ? 'What you changed in the hand-out' : 'What you wrote and did not save';
  write.say(`${here} is here again.`, wayTo(write, other, () => write.openUnnamed(text, FIRST_TEXT, other)));
}

/**
 * @param {import('./write-side.js').WriteSide} write @param {string} slot @param {() => void | Promise<boolean>} open
 */
function wayTo(write, slot, open) {
  return { label: isHandOut(slot) ? 'Back to the hand-out' : 'Back to what I wrote', run: () => void change(write, open) };
}
