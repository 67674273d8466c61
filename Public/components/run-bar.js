// @ts-check
import { curlCommand, playAddress } from '../lib/play-address.js';
import { commandLine } from './copyable.js';
import { element } from './element.js';

/** The button that runs, how fast and with which seed, and the command that does the same in a terminal. */
export class RunBar {
  root;
  #toggle = element('button', { type: 'submit', class: 'primary' }, 'Run');
  #speed = element('input', { id: 'speed', type: 'number', min: '0.01', max: '1000', step: 'any', placeholder: '1', inputmode: 'decimal' });
  #seed = element('input', { id: 'seed', type: 'text', placeholder: 'default', autocomplete: 'off', spellcheck: 'false' });
  #reconnects = element('input', { id: 'reconnects', type: 'checkbox' });
  #curl = commandLine('the curl command');

  /** @param {() => void} onToggle */
  constructor(onToggle) {
    const field = (/** @type {string} */ label, /** @type {HTMLInputElement} */ input) =>
      element('div', { class: 'field short' }, element('label', { for: input.id }, label), input);
    this.root = element(
      'form',
      { class: 'run-bar', 'aria-label': 'Run the text' },
      element(
        'div',
        { class: 'fields' },
        this.#toggle,
        field('Speed', this.#speed),
        field('Seed', this.#seed),
        element('label', { class: 'check' }, this.#reconnects, 'Reconnect when it ends'),
      ),
      this.#curl.root,
    );
    this.#toggle.title = 'Ctrl+Enter';
    this.#curl.root.hidden = true;
    this.root.addEventListener('submit', (event) => {
      event.preventDefault();
      onToggle();
    });
  }

  get reconnects() {
    return this.#reconnects.checked;
  }

  /** @param {boolean} isRunning */
  showRunning(isRunning) {
    this.#toggle.textContent = isRunning ? 'Stop' : 'Run';
  }

  /** The address to play, with speed and seed; the command for it is shown. @param {string} play */
  address(play) {
    const address = playAddress(play, {}, { speed: this.#speed.value.trim(), seed: this.#seed.value.trim() });
    this.#curl.show(curlCommand(new URL(address, location.href).href));
    this.#curl.root.hidden = false;
    return address;
  }
}
