// @ts-check

/**
 * Returns the participant of the room who owns a scenario; null where everybody sees it.
 *
 *     ownerOf('ann/my-stream')   // 'ann'
 *     ownerOf('counter')         // null
 *
 * @param {string} name
 */
export function ownerOf(name) {
  const slash = name.indexOf('/');
  return slash < 0 ? null : name.slice(0, slash);
}

/**
 * Returns a name without its owner.
 *
 *     plainName('ann/my-stream')   // 'my-stream'
 *
 * @param {string} name
 */
export function plainName(name) {
  return name.slice(name.indexOf('/') + 1);
}

/**
 * Returns a name as people read it, and as it is in addresses.
 *
 *     shownName('ann/my-stream')   // '@ann/my-stream'
 *     shownName('counter')         // 'counter'
 *
 * @param {string} name
 */
export function shownName(name) {
  return ownerOf(name) === null ? name : `@${name}`;
}

/**
 * Returns the `pattern` of a field for a name.
 *
 *     namePattern(64)   // of a scenario; a participant's has at most 32 characters
 *
 * @param {number} longest
 */
export function namePattern(longest) {
  return `[a-z0-9][a-z0-9\\-]{0,${longest - 1}}`;
}

/**
 * Returns a name encoded for the path of an address.
 * @param {string} name
 */
export function nameInPath(name) {
  const owner = ownerOf(name);
  return `${owner === null ? '' : `@${encodeURIComponent(owner)}/`}${encodeURIComponent(plainName(name))}`;
}

/**
 * Whether a name is the ID of a draft, a text that is not saved. The ID is random and means nothing to people.
 *
 *     isDraft('~8f3k…')   // true
 *
 * @param {string} name
 */
export function isDraft(name) {
  return name.startsWith('~');
}
