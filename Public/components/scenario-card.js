// @ts-check
import { connectionsText } from '../lib/attempt-words.js';
import { formatCount, formatDuration } from '../lib/format.js';
import { planMarks } from '../lib/plan-marks.js';
import { playgroundLink } from '../lib/playground-address.js';
import { readOutline } from '../lib/scenario-api.js';
import { at } from '../lib/site.js';
import { NOTHING_ROW } from '../lib/timeline-marks.js';
import { element } from './element.js';
import { inlineCode } from './inline-code.js';
import { Timeline } from './timeline.js';

/** @typedef {import('../lib/scenario-feed.js').Scenario} Scenario */

/**
 * One scenario of the gallery: its description, its timeline, and links to it.
 *
 *     const card = new ScenarioCard(scenario);
 *     section.append(card.root);
 *     await card.drawPlan();
 */
export class ScenarioCard {
  root;
  scenario;
  #timeline = new Timeline();
  #facts = element('p', { class: 'gallery-facts' });

  /** @param {Scenario} scenario */
  constructor(scenario) {
    this.scenario = scenario;
    const title = scenario.title || scenario.name;
    this.#showFacts(factsOf(scenario));
    this.root = element(
      'article',
      { class: 'card gallery-card', 'aria-label': title },
      element('h3', {}, title),
      element('p', {}, ...inlineCode(scenario.description)),
      this.#timeline.root,
      this.#facts,
      element(
        'p',
        { class: 'gallery-actions' },
        element('a', { class: 'button primary', href: playgroundLink(scenario.name, { run: true }), 'aria-label': `Run ${title}` }, 'Run'),
        element('a', { class: 'button', href: playgroundLink(scenario.name), 'aria-label': `Open ${title} in the playground` }, 'Open in the playground'),
        isPitfall(scenario) ? element('a', { class: 'button', href: `/pitfalls/#${pitfallOf(scenario)}`, 'aria-label': `${title}, beside its other half` }, 'Beside its other half') : null,
      ),
    );
  }

  /** Draws the timeline from the plan. */
  async drawPlan() {
    const { actions, more, attempts } = await readOutline(this.scenario.name);
    const { marks, breaks } = planMarks(actions, this.scenario.format);
    const seen = marks.filter(({ row }) => row !== NOTHING_ROW).length;
    // A scenario that depends on the request may send more events than its list entry says.
    const facts = !this.scenario.endless && seen > (this.scenario.events ?? 0) ? [`${more ? 'more than ' : ''}${formatCount(seen, 'event')}`] : factsOf(this.scenario);
    this.#showFacts([...facts, noteOn(actions, marks.length > 0, breaks[0]?.label ?? '', more), connectionsText(attempts)].filter(Boolean));
    this.#timeline.show(marks, breaks);
  }

  /** @param {string[]} facts */
  #showFacts(facts) {
    const { address, play, name, client } = this.scenario;
    const method = client && client.method !== 'GET' ? `${client.method} ` : '';
    this.#facts.replaceChildren(element('code', {}, `${method}${at(address ?? play ?? name)}`), ` · ${facts.join(' · ')}`);
  }
}

/** @param {Scenario} scenario */
function factsOf({ endless, events, duration, drawsSeed }) {
  return [...(drawsSeed ? ['different each time, drawn with seed 1'] : []), endless ? 'endless' : events === null ? '' : formatCount(events, 'event'), !endless && duration ? formatDuration(duration) : ''].filter(Boolean);
}

/**
 * Describes the parts of the plan that are not drawn.
 * @param {readonly import('../lib/scenario-api.js').PlanAction[]} actions @param {boolean} isDrawn @param {string} ending @param {boolean} goesOn
 */
function noteOn(actions, isDrawn, ending, goesOn) {
  const last = actions.at(-1);
  if (last?.action === 'gate') return `drawn up to the gate ${last.name}`;
  if (!isDrawn && ending !== '') return `at first it ${ending}`;
  return goesOn ? 'its beginning is drawn' : '';
}

/** @param {Scenario} scenario */
function isPitfall({ group, name }) {
  return group === 'pitfalls' && /-(broken|fixed)$/.test(name);
}

/** @param {Scenario} scenario */
function pitfallOf({ name }) {
  return name.replace(/-(broken|fixed)$/, '');
}
