// @ts-check

/**
 * Where a scenario opens in the playground.
 * @param {string} name
 * @param {{ run?: boolean }} options whether it runs at once
 */
export function playgroundLink(name, { run = false } = {}) {
  return `/#name=${encodeURIComponent(name)}${run ? '&run' : ''}`;
}
