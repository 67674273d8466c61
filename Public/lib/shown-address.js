// @ts-check
import { inSession } from './session-key.js';
import { at, shownURL } from './site.js';
import { viewer } from './viewer.js';

/**
 * An address to play as it is shown and copied: by which others reach it, and, in a room, in the session of who copies it, so that what
 * their app and their phone do is theirs.
 *
 *     shownAddress('/events')   // 'http://192.168.1.5:8000/events?session=ann-4kQ…'
 *
 * @param {string} path and query
 */
export function shownAddress(path) {
  return shownFeed(at(path));
}

/**
 * The same of an address that the page itself asks for.
 * @param {string} url
 */
export function shownFeed(url) {
  return shownURL(viewer.session === '' ? url : inSession(url, viewer.session).address);
}
