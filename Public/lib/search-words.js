// @ts-check

/**
 * Returns the words of a search, in lower case. A match contains all of them.
 *
 *     searchWords('Two  words')   // ['two', 'words']
 *
 * @param {string} text
 */
export function searchWords(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * Whether a scenario has all the words.
 * @param {import('./scenario-feed.js').Scenario} scenario @param {readonly string[]} words
 */
export function matches({ name, title, description, address, group, tags }, words) {
  const text = [name, title, description, address ?? '', group, ...tags].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
