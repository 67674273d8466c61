// @ts-check

/**
 * The root of this playground: `http://127.0.0.1:8000/`, or `https://example.org/playground/` below a proxy's prefix. It is derived from
 * the address of this file, so no setting is needed.
 */
const ROOT = new URL('../', import.meta.url);
/** Empty, or `/playground`. It is empty where tests load this file from disk. */
const PREFIX = ROOT.protocol === 'file:' ? '' : ROOT.pathname.slice(0, -1);

/**
 * Returns an address of this playground as the browser has to request it. Every path that begins with `/` and is meant for the
 * server goes through here, so that the pages work below a prefix.
 *
 *     at('/api/scenarios')          // '/api/scenarios', or '/playground/api/scenarios'
 *     at('https://example.org/x')   // unchanged
 *
 * @param {string} path
 */
export function at(path) {
  return path.startsWith('/') && !path.startsWith('//') ? PREFIX + path : path;
}

/**
 * Removes the prefix from addresses that the server sent: the server may know it from a proxy, but `at` adds it in any case.
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

/** The root for other machines. Its origin differs from the page's where the page's origin is local to this machine. */
let shownRoot = ROOT;

/**
 * Sets the origin by which other machines reach this server.
 * @param {string | null | undefined} origin such as `http://192.168.1.5:8000`; null for the page's own origin
 * @returns {boolean} whether the results of `urlOf` change
 */
export function showOrigin(origin) {
  const before = shownRoot.href;
  shownRoot = origin && isOfThisMachine(ROOT.hostname) ? new URL(ROOT.pathname, origin) : ROOT;
  return shownRoot.href !== before;
}

/** @param {string} host in the form that URLs have */
export function isOfThisMachine(host) {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/**
 * Returns the absolute URL of a path of this playground, for use elsewhere.
 * @param {string} path
 */
export function urlOf(path) {
  return shownURL(at(path));
}

/**
 * Returns the absolute URL of an address that `at` has already been applied to, for use elsewhere.
 * @param {string} url
 */
export function shownURL(url) {
  return new URL(url, shownRoot).href;
}

/**
 * Returns the address of the page for signing in or joining the room. That page leads back afterwards.
 * @param {'/sign-in/' | '/join/'} page
 * @param {string} [next] the path of this site to lead back to; by default that of this page
 */
export function wayInAddress(page, next = location.pathname + location.search + location.hash) {
  return `${at(page)}?next=${encodeURIComponent(next)}`;
}

/**
 * Returns a path of this site to continue at; the playground's first page for any other address.
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
