// @ts-check
import { element } from './element.js';

/**
 * The mistakes of a scenario, each with its place and its line.
 * @param {import('../lib/scenario-feed.js').Scenario} scenario
 */
export function mistakeList(scenario) {
  if (scenario.mistakes.length === 0) return null;
  const heading = scenario.valid
    ? 'This scenario plays, with a warning:'
    : 'This file has mistakes. Until they are mended, its last good version plays, if there was one.';
  const items = scenario.mistakes.map((mistake) => {
    const place = `${mistake.file ?? `${scenario.name}.yaml`}:${mistake.line}:${mistake.column}`;
    return element(
      'li',
      {},
      element('p', {}, element('code', { class: 'place' }, place), ` ${mistake.severity}: ${mistake.message}`),
      mistake.excerpt ? element('pre', { tabindex: '0', 'aria-label': `Line ${mistake.line}` }, mistake.excerpt) : null,
    );
  });
  return element(
    'div',
    { class: 'mistakes', 'data-severity': scenario.valid ? 'warning' : 'error' },
    element('p', { class: 'mistakes-heading' }, heading),
    element('ul', {}, ...items),
  );
}
