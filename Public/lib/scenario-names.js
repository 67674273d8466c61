// @ts-check

/**
 * The participant of the room whose a scenario is; null of one that all see.
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
 * A name without whose it is.
 *
 *     plainName('ann/my-stream')   // 'my-stream'
 *
 * @param {string} name
 */
export function plainName(name) {
  return name.slice(name.indexOf('/') + 1);
}

/**
 * A name as people read it, and as it stands in addresses.
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
 * The same as a part of a path.
 * @param {string} name
 */
export function nameInPath(name) {
  const owner = ownerOf(name);
  return `${owner === null ? '' : `@${encodeURIComponent(owner)}/`}${encodeURIComponent(plainName(name))}`;
}
