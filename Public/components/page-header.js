// @ts-check
import { followHandOuts, markHandOutSeen } from '../lib/hand-outs.js';
import { viewer } from '../lib/viewer.js';
import { element } from './element.js';
import { addServerNotice } from './server-notice.js';
import { WhoMark } from './who-mark.js';

/** @typedef {import('../lib/room-api.js').HandOut} HandOut */

/**
 * Puts into the header of a page who one is, whether the server answers, and what was refused or handed out; every page does.
 *
 *     addPageHeader();                                        // once, in a page's index.js
 *     addPageHeader({ onHandOut: (handOut) => open(handOut) });   // where the page opens it itself
 *
 * @param {{ onHandOut?: (handOut: HandOut) => void }} options
 */
export function addPageHeader({ onHandOut } = {}) {
  const header = document.querySelector('header.site');
  const notice = element('div', { class: 'hand-out-notice', role: 'status' });
  header?.append(new WhoMark().root);
  addServerNotice();
  header?.append(notice);
  viewer.ready;
  const handOuts = followHandOuts(onHandOut ?? ((handOut) => show(notice, handOut)));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) handOuts.pause();
    else {
      handOuts.resume();
      viewer.read(); // one may have joined, signed in or left in another tab
    }
  });
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
