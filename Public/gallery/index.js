// @ts-check
import { byId, element, showTrouble } from '../components/element.js';
import { ScenarioCard } from '../components/scenario-card.js';
import { addPageHeader } from '../components/page-header.js';
import { formatCount } from '../lib/format.js';
import { oneByOne } from '../lib/one-by-one.js';
import { followScenarios, hasGoodVersion } from '../lib/scenario-feed.js';
import { matches, searchWords } from '../lib/search-words.js';
import { server } from '../lib/server.js';

addPageHeader({ hasFeed: true });

/** @typedef {import('../lib/scenario-feed.js').Scenario} Scenario */

/** @type {Record<string, string>} Descriptions of the folders that are shipped. */
const ABOUT = {
  '': 'Where to begin: one thing each.',
  protocols: 'Streams in the form of well-known APIs, for their clients.',
  domains: 'Streams as they come from real systems.',
  faults: 'What networks, proxies and servers do wrong.',
  pitfalls: 'Mistakes that everybody makes once, each beside how it is done right.',
  live: 'What needs somebody else: a chat, a room, an agent that waits for a yes.',
  load: 'Many events, large events, long streams.',
};
const ORDER = Object.keys(ABOUT);

const search = /** @type {HTMLInputElement} */ (byId('search'));
const tag = /** @type {HTMLSelectElement} */ (byId('tag'));
/** @type {{ root: HTMLElement, link: HTMLElement, count: HTMLElement, cards: ScenarioCard[] }[]} */
let sections = [];

// Two at a time, and only for visible cards, so that connections stay free for streams.
const schedule = oneByOne(2);
/** @type {Set<ScenarioCard>} Cards that could not be drawn; they are tried again when the server is back. */
const lost = new Set();
/** @type {WeakMap<Element, ScenarioCard>} */
const undrawn = new WeakMap();
const inSight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const card = undrawn.get(target);
    if (!isIntersecting || !card) continue;
    inSight.unobserve(target);
    schedule(() => card.drawPlan().catch(() => void lost.add(card)));
  }
}, { rootMargin: '300px' });

const feed = followScenarios({ list: show, trouble: showTrouble });
document.addEventListener('visibilitychange', () => (document.hidden ? feed.pause() : feed.resume()));
server.onUp(() => {
  for (const { root } of lost) inSight.observe(root);
  lost.clear();
});
search.addEventListener('input', filter);
tag.addEventListener('input', filter);

/** @param {Scenario[]} scenarios */
function show(scenarios) {
  const playable = scenarios.filter(hasGoodVersion);
  const chosen = tag.value;
  const tags = [...new Set(playable.flatMap((scenario) => scenario.tags))].sort();
  tag.replaceChildren(element('option', { value: '' }, 'all'), ...tags.map((name) => element('option', { value: name }, name)));
  tag.value = tags.includes(chosen) ? chosen : '';

  const groups = [...new Set(playable.map(({ group }) => group))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  inSight.disconnect();
  lost.clear();
  sections = groups.map((group) => {
    const id = `group-${group || 'basics'}`;
    const cards = playable.filter((scenario) => scenario.group === group).map((scenario) => new ScenarioCard(scenario));
    const root = element(
      'section',
      { class: 'gallery-group', 'aria-labelledby': id },
      element('h2', { id }, group || 'basics'),
      ABOUT[group] ? element('p', { class: 'muted' }, ABOUT[group]) : null,
      element('div', { class: 'gallery-cards' }, ...cards.map((card) => card.root)),
    );
    const count = element('span', { class: 'muted' });
    const link = element('li', {}, element('a', { href: `#${id}` }, group || 'basics'), ' ', count);
    return { root, link, count, cards };
  });
  byId('groups').replaceChildren(...sections.map(({ link }) => link));
  byId('gallery').replaceChildren(...sections.map(({ root }) => root));
  filter();
  for (const card of sections.flatMap(({ cards }) => cards)) {
    undrawn.set(card.root, card);
    inSight.observe(card.root);
  }
}

/** @param {string} group */
function rank(group) {
  const at = ORDER.indexOf(group);
  return at < 0 ? ORDER.length : at;
}

function filter() {
  const words = searchWords(search.value);
  let count = 0;
  for (const { root, link, count: found, cards } of sections) {
    let shown = 0;
    for (const card of cards) {
      card.root.hidden = !matches(card.scenario, words) || (tag.value !== '' && !card.scenario.tags.includes(tag.value));
      if (!card.root.hidden) shown += 1;
    }
    root.hidden = shown === 0;
    link.hidden = shown === 0;
    found.textContent = `${shown}`;
    count += shown;
  }
  byId('found').textContent = count === 0 ? 'No scenario matches.' : formatCount(count, 'scenario');
}
