// @ts-check

/**
 * Returns the address that opens a scenario in the playground.
 * @param {string} name
 * @param {{ run?: boolean }} options whether it runs immediately
 */
export function playgroundLink(name, { run = false } = {}) {
  return `/#name=${encodeURIComponent(name)}${run ? '&run' : ''}`;
}
