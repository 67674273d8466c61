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

/** What others have to put before a path: another origin than that of the page where that is this machine's alone. */
let shownRoot = ROOT;

/**
 * Says by which address others reach this server.
 * @param {string | null | undefined} origin `http://192.168.1.5:8000`; null where it is that of the page
 * @returns {boolean} whether what `urlOf` answers is another now
 */
export function showOrigin(origin) {
  const before = shownRoot.href;
  shownRoot = origin && isOfThisMachine(ROOT.hostname) ? new URL(ROOT.pathname, origin) : ROOT;
  return shownRoot.href !== before;
}

/** @param {string} host as URLs have it */
export function isOfThisMachine(host) {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/**
 * The same with scheme and host, to be copied elsewhere.
 * @param {string} path
 */
export function urlOf(path) {
  return shownURL(at(path));
}

/**
 * What the browser asks for, with scheme and host, to be copied elsewhere.
 * @param {string} url
 */
export function shownURL(url) {
  return new URL(url, shownRoot).href;
}

/**
 * The address of the page at which one signs in, or joins the room, and which leads back to where one is.
 * @param {'/sign-in/' | '/join/'} page
 * @param {string} [next] a path of this site; the page that is shown unless said otherwise
 */
export function wayInAddress(page, next = location.pathname + location.search + location.hash) {
  return `${at(page)}?next=${encodeURIComponent(next)}`;
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
