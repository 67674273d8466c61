// @ts-check
import { parametersOf, playAddress } from '../lib/play-address.js';
import { element } from './element.js';

/** @typedef {import('../lib/scenario-feed.js').Scenario} Scenario */

/**
 * What to play and how.
 *
 * @typedef {object} RunOptions
 * @property {string} address path and query
 * @property {'fetch' | 'EventSource'} transport
 * @property {string[]} types the event types that EventSource listens for
 * @property {string[]} closeAfter the event types after which the client closes
 */

/** Asks how a scenario is to be played: its parameters, speed, seed and client. */
export class RunForm {
  root;
  #parameters = element('div', { class: 'fields' });
  #speed = element('input', { id: 'speed', type: 'number', min: '0.01', max: '1000', step: 'any', placeholder: '1', inputmode: 'decimal' });
  #seed = element('input', { id: 'seed', type: 'text', placeholder: 'default', autocomplete: 'off', spellcheck: 'false' });
  #transport = element(
    'select',
    { id: 'transport', 'aria-describedby': 'transport-note' },
    element('option', { value: 'fetch' }, 'fetch'),
    element('option', { value: 'EventSource' }, 'EventSource'),
  );
  #closeAfter = element('input', { id: 'close-after', type: 'text', value: 'complete, all_complete', autocomplete: 'off', spellcheck: 'false' });
  #types = element('input', { id: 'listen-for', type: 'text', autocomplete: 'off', spellcheck: 'false' });
  #typesField = field('Listen for event types', this.#types);
  #summary = element('summary');
  #note = element('p', { class: 'muted note', id: 'transport-note' });
  #onChange;
  /** @type {Scenario | null} */
  #scenario = null;
  /** @type {Record<string, string>} */
  #values = {};

  /** @param {() => void} onChange called when another address or client is asked for */
  constructor(onChange) {
    this.#onChange = onChange;
    this.root = element(
      'div',
      { class: 'run-form' },
      element('div', { class: 'fields' }, this.#parameters, field('Speed', this.#speed, 'short'), field('Seed', this.#seed, 'short')),
      element(
        'details',
        {},
        this.#summary,
        element('div', { class: 'fields' }, field('Client', this.#transport), field('Close after event', this.#closeAfter), this.#typesField),
        this.#note,
      ),
    );
    this.root.addEventListener('input', () => {
      this.#showTransport();
      this.#onChange();
    });
    this.#showTransport();
  }

  /** @param {Scenario} scenario @param {string[]} types that it is known to send */
  show(scenario, types) {
    const isOther = this.#scenario?.name !== scenario.name;
    const isMoved = this.#scenario?.address !== scenario.address;
    this.#scenario = scenario;
    if (isOther) this.#types.value = ['message', ...types].join(', ');
    if (isOther || isMoved) this.#drawParameters();
  }

  /** The types that EventSource is to listen for, with these added. @param {string[]} types */
  addTypes(types) {
    this.#types.value = [...new Set([...words(this.#types.value), ...types])].join(', ');
  }

  /** @returns {RunOptions} */
  options() {
    const scenario = this.#scenario;
    const template = scenario?.address ?? scenario?.play ?? '';
    return {
      address: playAddress(template, this.#values, { speed: this.#speed.value.trim(), seed: this.#seed.value.trim() }),
      transport: this.#transport.value === 'EventSource' ? 'EventSource' : 'fetch',
      types: words(this.#types.value),
      closeAfter: words(this.#closeAfter.value),
    };
  }

  #drawParameters() {
    const names = this.#scenario ? parametersOf(this.#scenario.address ?? '') : [];
    this.#parameters.replaceChildren(
      ...names.map((name) => {
        this.#values[name] ??= 'demo';
        const input = element('input', { id: `parameter-${name}`, type: 'text', value: this.#values[name], autocomplete: 'off', spellcheck: 'false' });
        input.addEventListener('input', () => {
          this.#values[name] = input.value;
        });
        return field(name, input);
      }),
    );
    this.#parameters.hidden = names.length === 0;
  }

  #showTransport() {
    const isNative = this.#transport.value === 'EventSource';
    this.#typesField.hidden = !isNative;
    this.#summary.textContent = `Client: ${this.#transport.value}`;
    this.#note.textContent = isNative
      ? 'EventSource delivers only events of the types that somebody listens for, and hides the HTTP status.'
      : 'fetch with a parser of its own shows every event, the HTTP status and ignored lines. It reconnects as EventSource does.';
  }
}

/** @param {string} label @param {HTMLInputElement | HTMLSelectElement} input @param {string} [size] */
function field(label, input, size = '') {
  return element('div', { class: `field ${size}`.trim() }, element('label', { for: input.id }, label), input);
}

/** @param {string} text */
function words(text) {
  return text.split(/[\s,]+/).filter(Boolean);
}
