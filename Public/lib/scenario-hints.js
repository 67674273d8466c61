// @ts-check

/**
 * Whether a client has to come back to see what a scenario is about: it says how attempts are answered, how it is resumed, when to come
 * back, or that the stream breaks.
 * @param {string} text of the scenario
 */
export function isAboutReconnecting(text) {
  return /^(attempts|resume|retry):/m.test(text) || /^\s*(?:-\s*)?(?:\{(?:.*,)?\s*)?(?:retry|end|respond):(?!\s*hold\b)/m.test(text);
}

/**
 * The names in the text that an `event:` key gives, as far as they are plain words: what a client can listen for before anything came.
 * @param {string} text
 */
export function eventTypesIn(text) {
  const found = Array.from(text.matchAll(/(?:^|[\s{,-])event:\s*(?:"([^"$\n]+)"|'([^'$\n]+)'|([^\s"'${},#][^\s${},#]*))/gm), (match) => match[1] ?? match[2] ?? match[3]);
  return [...new Set(found)];
}
