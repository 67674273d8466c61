// @ts-check

/**
 * Makes a unique session key, so that a run begins with the first attempt and has its own journal.
 *
 *     newSessionKey()                    // 'run-1f0c…'
 *     newSessionKey('ann-4kQ…')          // 'ann-4kQ…-3fa1', one of Ann's
 *
 * @param {string} [own] the key that all sessions of a participant begin with; empty outside of a room
 * @param {string} [kind] the first word of the key outside of a room
 */
export function newSessionKey(own = '', kind = 'run') {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return own === '' ? `${kind}-${random}` : `${own}-${random.slice(0, 6)}`;
}

/**
 * Whether a session belongs to a participant.
 * @param {string} key @param {string} own the participant's key; empty where all sessions belong to them
 */
export function isOwnSession(key, own) {
  return own === '' || key === own || key.startsWith(`${own}-`);
}

/**
 * Returns the key of the session that an address plays in: the one that it names, or else `key`, which is then added to the address.
 *
 * @param {string} address path and query
 * @param {string} key
 * @returns {{ address: string, session: string }}
 */
export function inSession(address, key) {
  const [path, query = ''] = address.split('?');
  const named = new URLSearchParams(query).get('session');
  if (named) return { address, session: named };
  return { address: `${path}?${query === '' ? '' : `${query}&`}session=${key}`, session: key };
}

/**
 * Finds a session's key in typed or pasted text: the key itself, or an address that names it; null where there is none.
 *
 *     sessionKeyIn(' my-app ')                                            // 'my-app'
 *     sessionKeyIn('http://127.0.0.1:8000/play/counter?session=my-app')   // 'my-app'
 *     sessionKeyIn('http://127.0.0.1:8000/#watch=my-app')                 // 'my-app'
 *
 * @param {string} text
 */
export function sessionKeyIn(text) {
  const key = /[?&#](?:session|watch)=([^&#\s'"]*)/.exec(text)?.[1] ?? text.trim();
  return /^[A-Za-z0-9_-]{1,64}$/.test(key) ? key : null;
}
