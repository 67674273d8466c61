// @ts-check

/** The largest text that the server accepts, in bytes. */
export const MOST_BYTES = 262_144;

/**
 * Returns the part of a scenario's text that affects playing: without the comments before it, its title, description and tags.
 *
 *     whatItDoes('# about\ntitle: One\ndescription: >-\n  Two\nsteps:\n  - data: x\n')   // 'steps:\n  - data: x\n'
 *
 * @param {string} source
 */
export function whatItDoes(source) {
  const kept = [];
  let skips = true;
  for (const line of source.split('\n')) {
    if (/^(title|description|tags):/.test(line)) skips = true;
    else if (/^[^\s#]/.test(line)) skips = false;
    else if (kept.length === 0) skips = true;
    if (!skips) kept.push(line);
  }
  return kept.join('\n').replace(/\n*$/, '\n');
}
