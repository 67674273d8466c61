// @ts-check

/**
 * Where this playground begins: `http://127.0.0.1:8000/`, or `https://example.org/playground/` below a proxy's prefix. It is where
 * this file lies, and so needs no setting.
 */
const ROOT = new URL('../', import.meta.url);
/** Empty, or `/playground`; where tests read this file from the disk there is none. */
const PREFIX = ROOT.protocol === 'file:' ? '' : ROOT.pathname.slice(0, -1);

/**
 * An address of this playground as the browser has to ask for it. Every path that begins with `/` and is meant for the
 * server goes through here, so that the pages work below a prefix.
 *
 *     at('/api/scenarios')          // '/api/scenarios', or '/playground/api/scenarios'
 *     at('https://example.org/x')   // as it is
 *
 * @param {string} path
 */
export function at(path) {
  return path.startsWith('/') && !path.startsWith('//') ? PREFIX + path : path;
}

/**
 * Addresses that the server told, as those of this playground: a proxy may have told it the prefix, which `at` adds in any case.
 *
 *     inside({ play: '/playground/play/counter', address: '/playground/events' })   // { play: '/play/counter', address: '/events' }
 *
 * @template {{ play: string | null, address?: string | null }} Place
 * @param {Place} place
 * @returns {Place}
 */
export function inside(place, prefix = PREFIX) {
  if (prefix === '' || !place.play?.startsWith(`${prefix}/play/`)) return place;
  const { play, address } = place;
  return { ...place, play: play.slice(prefix.length), ...(address ? { address: address.slice(prefix.length) } : {}) };
}

/**
 * The same with scheme and host, to be copied elsewhere.
 * @param {string} path
 */
export function urlOf(path) {
  return new URL(at(path), ROOT).href;
}

/**
 * The address of the sign-in page, which leads back to where one is.
 * @param {string} [next] a path of this site; the page that is shown unless said otherwise
 */
export function signInAddress(next = location.pathname + location.search + location.hash) {
  return `${at('/sign-in/')}?next=${encodeURIComponent(next)}`;
}

/**
 * A path of this site to go on to; the playground's first page for anything that leads elsewhere.
 * @param {string | null} next
 */
export function ownPath(next) {
  if (next === null || !next.startsWith('/')) return at('/');
  try {
    const url = new URL(next, ROOT);
    return url.origin === ROOT.origin ? url.pathname + url.search + url.hash : at('/');
  } catch {
    return at('/');
  }
}
