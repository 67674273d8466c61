// @ts-check
import { hasGoodVersion } from '../lib/scenario-feed.js';
import { element } from './element.js';

/**
 * The mistakes of a scenario, each with its place and its line.
 * @param {import('../lib/scenario-feed.js').Scenario} scenario
 */
export function mistakeList(scenario) {
  if (scenario.mistakes.length === 0) return null;
  const heading = scenario.valid
    ? 'This scenario plays, with a warning:'
    : hasGoodVersion(scenario)
      ? 'This scenario has mistakes. Until they are mended, its last good version plays.'
      : 'This scenario has mistakes, and no good version to play yet.';
  const items = scenario.mistakes.map((mistake) => {
    const place = `${scenario.file ?? scenario.name}:${mistake.line}:${mistake.column}`;
    return element(
      'li',
      {},
      element('p', {}, element('code', { class: 'place' }, place), ` ${mistake.severity}: ${mistake.message}`),
      mistake.excerpt ? element('pre', { tabindex: '0', 'aria-label': `Line ${mistake.line}` }, `${mistake.excerpt}\n${marker(mistake)}`) : null,
    );
  });
  return element(
    'div',
    { class: 'mistakes', 'data-severity': scenario.valid ? 'warning' : 'error' },
    element('p', { class: 'mistakes-heading' }, heading),
    element('ul', {}, ...items),
  );
}

/** The line under an excerpt, which points at the place. @param {import('../lib/scenario-feed.js').Mistake} mistake */
function marker({ excerpt, caret }) {
  const before = [...excerpt].slice(0, Math.max(0, caret - 1));
  return `${before.map((character) => (character === '\t' ? '\t' : ' ')).join('')}^`;
}
