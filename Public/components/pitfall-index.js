// @ts-check
import { commonTitle } from '../lib/pitfalls.js';
import { element } from './element.js';
import { inlineCode } from './inline-code.js';

/** @typedef {import('../lib/pitfalls.js').Pitfall} Pitfall */

/** @type {Record<string, [string, string]>} */
const GROUPS = {
  wire: ['On the wire', 'A byte too many or too few, and nothing arrives.'],
  client: ['In the client', 'The stream is right, and the code that reads it is not.'],
  reconnection: ['Ends and reconnections', 'What a client does when a stream ends, and what it then gets.'],
  between: ['In between', 'What proxies and servers do to bytes on their way.'],
  answer: ['Answers and permission', 'Status, content type, login, and other origins.'],
};

/**
 * The list of all pitfalls by group, each with its symptom.
 *
 *     place.replaceChildren(new PitfallIndex(await readPitfalls(), await readPitfallScenarios()).root);
 */
export class PitfallIndex {
  root;
  #title = element('h1', { tabindex: '-1' }, 'Mistakes that everybody makes once');

  /** @param {readonly Pitfall[]} pitfalls @param {Map<string, { title: string }>} scenarios */
  constructor(pitfalls, scenarios) {
    this.root = element(
      'div',
      { class: 'pitfall-index' },
      element(
        'header',
        {},
        this.#title,
        element('p', {}, `${pitfalls.length} of them. Each page runs the broken side and the fixed side next to each other, with real clients and real streams, and shows the fix as a diff.`),
      ),
      ...Object.entries(GROUPS).map(([group, [title, about]]) =>
        element(
          'section',
          { 'aria-labelledby': `group-${group}` },
          element('h2', { id: `group-${group}` }, title),
          element('p', { class: 'muted' }, about),
          element('ul', { class: 'pitfall-cards' }, ...pitfalls.filter((pitfall) => pitfall.group === group).map((pitfall) => card(pitfall, scenarios))),
        ),
      ),
    );
  }

  focus() {
    this.#title.focus({ preventScroll: true });
  }
}

/** @param {Pitfall} pitfall @param {Map<string, { title: string }>} scenarios */
function card({ name, symptom }, scenarios) {
  return element(
    'li',
    { class: 'card pitfall-card' },
    element('a', { href: `#${name}` }, commonTitle(scenarios.get(`${name}-broken`)?.title ?? name)),
    element('p', { class: 'muted' }, ...inlineCode(symptom)),
  );
}
