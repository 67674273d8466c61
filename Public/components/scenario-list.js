// @ts-check
import { formatCount, formatDuration } from '../lib/format.js';
import { ownerOf, shownName } from '../lib/scenario-names.js';
import { matches, searchWords } from '../lib/search-words.js';
import { at } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { arrange, element } from './element.js';

/** @typedef {import('../lib/scenario-feed.js').Scenario} Scenario */

/**
 * The scenarios to choose from, with a search field.
 *
 *     const list = new ScenarioList((name) => open(name));
 *     list.show(scenarios);
 *     list.choose('counter');
 */
export class ScenarioList {
  root;
  #search = element('input', { type: 'search', id: 'scenario-search', placeholder: 'Find a scenario', autocomplete: 'off' });
  #list = element('ul', { class: 'scenario-list' });
  #none = element('p', { class: 'muted', role: 'status' });
  #onChoose;
  /** @type {Scenario[]} */
  #scenarios = [];
  #chosen = '';
  /** @type {Map<string, HTMLElement>} The drawn items, by content. */
  #items = new Map();

  /** @param {(name: string) => void} onChoose */
  constructor(onChoose) {
    this.#onChoose = onChoose;
    this.#search.addEventListener('input', () => this.#draw());
    viewer.onChange(() => this.#scenarios.length > 0 && this.#draw());
    this.root = element(
      'div',
      { class: 'scenario-picker' },
      element('label', { for: 'scenario-search', class: 'visually-hidden' }, 'Find a scenario'),
      this.#search,
      this.#none,
      this.#list,
    );
    this.#none.textContent = 'Reading the scenarios…';
  }

  focus() {
    this.#search.focus();
  }

  /** @param {Scenario[]} scenarios */
  show(scenarios) {
    this.#scenarios = scenarios;
    this.#draw();
  }

  /** @param {string} name */
  choose(name) {
    this.#chosen = name;
    for (const button of this.#list.querySelectorAll('button')) {
      if (button.dataset.name === name) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
  }

  #draw() {
    const words = searchWords(this.#search.value);
    const found = this.#scenarios.filter((scenario) => matches(scenario, words));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.name : undefined;
    /** @type {Map<string, HTMLElement>} */
    const items = new Map();
    for (const [group, members] of groups(found)) {
      if (group === MINE) {
        const count = this.#scenarios.filter(isMine).length;
        if (count === 0 || members.length > 0) this.#item(items, `${MINE} ${count}`, () => mineHeading(count));
      } else if (group !== '') this.#item(items, group, () => element('li', { class: 'scenario-group', 'data-person': group.startsWith('@') }, element('h3', {}, group)));
      for (const scenario of members) this.#item(items, JSON.stringify(scenario), () => element('li', {}, this.#drawScenario(scenario)));
    }
    arrange(this.#list, [...items.values()]);
    this.#items = items;
    if (focused && document.activeElement === document.body) [...this.#list.querySelectorAll('button')].find(({ dataset }) => dataset.name === focused)?.focus();
    this.#none.textContent =
      this.#scenarios.length === 0 ? 'There is no scenario yet. Put a YAML file into the folder scenarios/.'
      : found.length === 0 ? 'No scenario matches.'
      : '';
    this.#none.hidden = found.length > 0;
  }

  /**
   * Adds an item: the existing one with the same content, or a new one.
   * @param {Map<string, HTMLElement>} items @param {string} key @param {() => HTMLElement} make
   */
  #item(items, key, make) {
    items.set(key, this.#items.get(key) ?? make());
  }

  /** @param {Scenario} scenario */
  #drawScenario(scenario) {
    const facts = [
      at(scenario.address ?? scenario.play ?? 'cannot be played yet'),
      scenario.endless ? 'endless' : scenario.events ? formatCount(scenario.events, 'event') : '',
      !scenario.endless && scenario.duration ? formatDuration(scenario.duration) : '',
    ].filter(Boolean);
    return element(
      'button',
      {
        type: 'button',
        class: 'scenario',
        'data-name': scenario.name,
        'aria-labelledby': `scenario-${scenario.name}`,
        'aria-describedby': `scenario-${scenario.name}-about`,
        'aria-current': scenario.name === this.#chosen ? 'true' : null,
        on: { click: () => this.#onChoose(scenario.name) },
      },
      element(
        'span',
        { class: 'scenario-title', id: `scenario-${scenario.name}` },
        scenario.title || shownName(scenario.name),
        scenario.valid ? null : element('span', { class: 'badge bad' }, 'has mistakes'),
      ),
      element('span', { class: 'scenario-description', id: `scenario-${scenario.name}-about` }, scenario.description),
      element('span', { class: 'scenario-facts' }, facts.join(' · ')),
    );
  }
}

const MINE = 'Mine';

/** @param {Scenario} scenario */
function isMine({ name }) {
  return viewer.isParticipant && ownerOf(name) === viewer.you?.name;
}

/**
 * Makes the heading of the scenarios that the participant has saved.
 * @param {number} count
 */
function mineHeading(count) {
  return element(
    'li',
    { class: 'scenario-group mine' },
    element('h3', {}, MINE),
    count === 0
      ? element('p', { class: 'muted' }, 'What you save is listed here, under your name.')
      : element('a', { href: '/api/export', download: true, title: 'All that you have saved, in one archive (.tar.gz)' }, 'Take all home'),
  );
}

/**
 * Groups the scenarios: the participant's own first, then those without a group, and last those of participants, which the presenter sees.
 * @param {Scenario[]} scenarios
 * @returns {[string, Scenario[]][]}
 */
function groups(scenarios) {
  /** @type {Map<string, Scenario[]>} */
  const byGroup = new Map(viewer.isParticipant ? [[MINE, []], ['', []]] : [['', []]]);
  /** @type {Map<string, Scenario[]>} */
  const ofOthers = new Map();
  for (const scenario of scenarios) {
    const owner = ownerOf(scenario.name);
    const group = isMine(scenario) ? MINE : owner === null ? scenario.group : `@${owner}`;
    const into = owner !== null && !isMine(scenario) ? ofOthers : byGroup;
    into.set(group, [...(into.get(group) ?? []), scenario]);
  }
  return [...byGroup, ...[...ofOthers].sort(([a], [b]) => a.localeCompare(b))];
}
