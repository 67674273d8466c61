// @ts-check

/**
 * The request in the fragment of the playground's address.
 *
 *     #name=counter&run    opens a scenario and runs it
 *     #counter             opens a scenario; an older form of the link
 *     #text=80wsyUmt…      opens the text that the link contains
 *     #watch=KEY           watches a session
 *
 * @typedef {object} Asked
 * @property {string | null} name
 * @property {boolean} run
 * @property {string | null} watch
 * @property {boolean} hasText
 */

/** @param {string} fragment with or without its `#` @returns {Asked} */
export function readAddress(fragment) {
  const text = fragment.replace(/^#/, '');
  const fields = new URLSearchParams(text);
  const isName = /^[a-z0-9][a-z0-9-]*$/.test(text);
  return {
    name: isName ? text : fields.get('name') || null,
    run: fields.has('run'),
    watch: fields.get('watch') || null,
    hasText: fields.has('text'),
  };
}

/**
 * Returns the address that opens a scenario in the playground.
 * @param {string} name
 * @param {{ run?: boolean }} options whether it runs immediately
 */
export function playgroundLink(name, { run = false } = {}) {
  return `/#name=${encodeURIComponent(name)}${run ? '&run' : ''}`;
}
