// @ts-check
import { inSession } from './session-key.js';
import { at, shownURL } from './site.js';
import { viewer } from './viewer.js';

/**
 * Returns the URL of an address to show and to copy: one that other machines can reach, and, in a room, with the viewer's session, so that
 * streams of their app and their phone count as theirs.
 *
 *     shownAddress('/events')   // 'http://192.168.1.5:8000/events?session=ann-4kQ…'
 *
 * @param {string} path and query
 */
export function shownAddress(path) {
  return shownFeed(at(path));
}

/**
 * Returns the same for an address that `at` has already been applied to.
 * @param {string} url
 */
export function shownFeed(url) {
  return shownURL(viewer.session === '' ? url : inSession(url, viewer.session).address);
}
