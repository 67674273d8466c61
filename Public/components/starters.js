// @ts-check
import { formatDuration } from '../lib/format.js';
import { hasGoodVersion } from '../lib/scenario-feed.js';
import { element } from './element.js';

/** @typedef {import('../lib/scenario-feed.js').Scenario} Scenario */

const PREFERRED = ['counter', 'agent-tasks', 'log-lines', 'metrics', 'custom-events'];
const COUNT = 3;

/**
 * Offers three scenarios that run with one click.
 *
 *     const starters = new Starters((name) => run(name));
 *     starters.show(scenarios);
 */
export class Starters {
  root;
  #cards = element('div', { class: 'starter-cards' });
  #onStart;

  /** @param {(name: string) => void} onStart */
  constructor(onStart) {
    this.#onStart = onStart;
    this.root = element(
      'section',
      { class: 'starters', 'aria-labelledby': 'starters-title' },
      element('h2', { id: 'starters-title' }, 'See real events in one click'),
      element('p', { class: 'muted' }, 'Each scenario is a file that says what a server sends, and when. Run one of these, or choose another from the list.'),
      this.#cards,
    );
  }

  /** @param {Scenario[]} scenarios */
  show(scenarios) {
    const playable = scenarios.filter((scenario) => scenario.valid && hasGoodVersion(scenario));
    const preferred = PREFERRED.flatMap((name) => playable.filter((scenario) => scenario.name === name));
    const chosen = [...new Set([...preferred, ...playable])].slice(0, COUNT);
    this.#cards.replaceChildren(
      ...chosen.map((scenario) =>
        element(
          'article',
          { class: 'card' },
          element('h3', {}, scenario.title || scenario.name),
          element('p', {}, scenario.description),
          element('p', { class: 'muted' }, scenario.endless ? 'endless' : scenario.duration ? `takes ${formatDuration(scenario.duration)}` : ''),
          element(
            'button',
            { type: 'button', class: 'primary', 'aria-label': `Run ${scenario.title || scenario.name}`, on: { click: () => this.#onStart(scenario.name) } },
            'Run',
          ),
        ),
      ),
    );
    this.root.hidden = chosen.length === 0;
  }
}
