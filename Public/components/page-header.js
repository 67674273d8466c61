// @ts-check
import { changes } from '../lib/changes.js';
import { followHandOuts, markHandOutSeen } from '../lib/hand-outs.js';
import { viewer } from '../lib/viewer.js';
import { element } from './element.js';
import { addServerNotice } from './server-notice.js';
import { WhoMark } from './who-mark.js';

/** @typedef {import('../lib/room-api.js').HandOut} HandOut */

/**
 * Adds to a page's header the viewer's name, the state of the server, and notices of refusals and hand-outs. Every page calls it.
 *
 *     addPageHeader();                                            // once, in a page's index.js
 *     addPageHeader({ hasFeed: true, onHandOut });   // where the page starts `changes` itself, and opens what is handed out
 *
 * For participants of a room the page also follows `changes`, so that the presenter sees that their page is open.
 *
 * @param {{ hasFeed?: boolean, onHandOut?: (handOut: HandOut) => void }} options
 * @returns {{ lend(): void, takeBack(): void }} `lend` closes that connection while the page needs all six connections
 */
export function addPageHeader({ hasFeed = false, onHandOut } = {}) {
  const header = document.querySelector('header.site');
  const notice = element('div', { class: 'hand-out-notice', role: 'status' });
  header?.append(new WhoMark().root);
  addServerNotice();
  header?.append(notice);
  const handOuts = followHandOuts(onHandOut ?? ((handOut) => show(notice, handOut)));
  let isLent = false;
  const follow = () => {
    if (hasFeed) return;
    if (viewer.isParticipant && !isLent && !document.hidden) changes.start();
    else changes.pause();
  };
  viewer.onChange(follow);
  viewer.ready.then(follow);
  document.addEventListener('visibilitychange', () => {
    follow();
    if (document.hidden) handOuts.pause();
    else {
      handOuts.resume();
      viewer.read(); // the viewer may have joined, signed in or left in another tab
    }
  });
  return {
    lend() {
      isLent = true;
      follow();
    },
    takeBack() {
      isLent = false;
      follow();
    },
  };
}

/** @param {HTMLElement} notice @param {HandOut} handOut */
function show(notice, { id, title }) {
  const close = () => {
    markHandOutSeen(id);
    notice.replaceChildren();
  };
  notice.replaceChildren(
    element(
      'p',
      { class: 'server-text hand-out' },
      element('b', {}, title),
      ' was handed out. ',
      element('a', { class: 'button quiet', href: '/' }, 'Open it'),
      element('button', { type: 'button', class: 'quiet', on: { click: close } }, 'Not now'),
    ),
  );
}
