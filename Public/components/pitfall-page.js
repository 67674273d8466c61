// @ts-check
import { commonTitle } from '../lib/pitfalls.js';
import { playgroundLink } from '../lib/playground-address.js';
import { element, entryOf, field, onSubmit } from './element.js';
import { speedSelect } from './feed-form.js';
import { inlineCode } from './inline-code.js';
import { pitfallFix } from './pitfall-fix.js';
import { PitfallSide } from './pitfall-side.js';

/** @typedef {import('../lib/pitfalls.js').Pitfall} Pitfall */
/** @typedef {Map<string, { title: string, description: string }>} Scenarios */

/**
 * One pitfall: three sentences, both running sides, and the fix as a diff.
 *
 *     const page = new PitfallPage(pitfalls, at, scenarios);
 *     place.replaceChildren(page.root);
 *     page.leave();   // ends its streams
 */
export class PitfallPage {
  root;
  title;
  #heading;
  #sides;
  #toggle = element('button', { type: 'submit', class: 'primary' }, 'Run both');
  #speed = speedSelect(['0.5', '1', '2', '3', '5', '10']);

  /** @param {readonly Pitfall[]} pitfalls @param {number} at @param {Scenarios} scenarios */
  constructor(pitfalls, at, scenarios) {
    const pitfall = pitfalls[at];
    const { name, symptom, cause, fix, note } = pitfall;
    this.title = commonTitle(scenarios.get(`${name}-broken`)?.title ?? name);
    this.#heading = element('h1', { tabindex: '-1' }, this.title);
    this.#speed.value = pitfall.speed ?? '1';
    this.#sides = /** @type {const} */ (['broken', 'fixed']).map((half) => {
      const { scenario, says } = pitfall[half];
      return new PitfallSide({ pitfall, half, says: says ?? scenarios.get(scenario)?.description ?? '', onChange: () => this.#showToggle() });
    });
    const form = element(
      'form',
      { class: 'fields pitfall-controls', 'aria-label': 'Both sides' },
      this.#toggle,
      field('Speed', this.#speed, 'short'),
      ...['broken', 'fixed'].map((half) => element('a', { class: 'button', href: playgroundLink(`${name}-${half}`, { run: true }) }, `Play ${name}-${half}`)),
    );
    onSubmit(form, () => {
      if (this.#isRunning) this.leave('stopped here');
      else for (const side of this.#sides) side.start(this.#speed.value);
    });
    this.root = element(
      'article',
      { class: 'pitfall-page' },
      element('p', {}, element('a', { href: '#' }, 'All pitfalls')),
      this.#heading,
      element('dl', { class: 'sentences' }, entryOf('Symptom', ...inlineCode(symptom)), entryOf('Cause', ...inlineCode(cause)), entryOf('Fix', ...inlineCode(fix))),
      form,
      note ? element('p', { class: 'note muted' }, note) : null,
      element('div', { class: 'sides' }, ...this.#sides.map(({ root }) => root)),
      pitfallFix(pitfall),
      neighbours(pitfalls, at, scenarios),
    );
  }

  focus() {
    this.#heading.focus({ preventScroll: true });
  }

  /**
   * Ends both streams.
   * @param {string} [reason]
   */
  leave(reason = 'the page was left') {
    for (const side of this.#sides) side.stop(reason);
  }

  get #isRunning() {
    return this.#sides.some(({ isRunning }) => isRunning);
  }

  #showToggle() {
    this.#toggle.textContent = this.#isRunning ? 'Stop both' : 'Run both';
  }
}

/** @param {readonly Pitfall[]} pitfalls @param {number} at @param {Scenarios} scenarios */
function neighbours(pitfalls, at, scenarios) {
  const link = (/** @type {Pitfall | undefined} */ pitfall, /** @type {string} */ what) =>
    pitfall ? element('a', { href: `#${pitfall.name}` }, `${what}: ${commonTitle(scenarios.get(`${pitfall.name}-broken`)?.title ?? pitfall.name)}`) : null;
  return element('nav', { class: 'pitfall-neighbours', 'aria-label': 'Other pitfalls' }, link(pitfalls[at - 1], 'Before'), link(pitfalls[at + 1], 'Next'));
}
