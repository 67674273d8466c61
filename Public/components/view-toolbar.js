// @ts-check
import { formatNumber } from '../lib/format.js';
import { element } from './element.js';

/** @typedef {{ isPaused: boolean, waiting: number, types: Iterable<string>, found: number | null }} ViewState */

/**
 * The controls of the view: pause, clear, filter and search.
 *
 *     const toolbar = new ViewToolbar({ onPause, onClear, onChange, onNext });
 *     toolbar.show({ isPaused: false, waiting: 0, types: ['tick'], found: null });
 */
export class ViewToolbar {
  root;
  #pause = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false', 'aria-keyshortcuts': 'Space', title: 'Space' }, 'Pause the view');
  #waiting = element('span', { class: 'waiting-lines', role: 'status' });
  #filter = element('select', { id: 'filter', 'aria-label': 'Show' });
  #search = element('input', { id: 'search', type: 'search', placeholder: 'Search', 'aria-label': 'Search the events', 'aria-keyshortcuts': '/', title: '/', autocomplete: 'off' });
  #found = element('span', { class: 'found muted', role: 'status' });
  #types = '';
  #onChange;

  /**
   * @param {{ onPause: () => void, onClear: () => void, onChange: () => void, onNext: (step: 1 | -1) => void }} listeners
   */
  constructor({ onPause, onClear, onChange, onNext }) {
    const quiet = (/** @type {string} */ label, /** @type {() => void} */ click) => element('button', { type: 'button', class: 'quiet', on: { click } }, label);
    this.#onChange = onChange;
    this.#pause.addEventListener('click', onPause);
    this.#filter.addEventListener('change', onChange);
    this.#search.addEventListener('input', onChange);
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') onNext(event.shiftKey ? -1 : 1);
      if (event.key === 'Escape' && this.#search.value === '') this.#search.blur();
    });
    this.#drawTypes([]);
    this.root = element(
      'div',
      { class: 'toolbar view-toolbar', role: 'group', 'aria-label': 'The view' },
      this.#pause,
      quiet('Clear', onClear),
      this.#filter,
      this.#search,
      this.#found,
      this.#waiting,
    );
  }

  get filter() {
    return this.#filter.value;
  }

  get search() {
    return this.#search.value;
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  /** @param {ViewState} state */
  show({ isPaused, waiting, types, found }) {
    this.#pause.setAttribute('aria-pressed', `${isPaused}`);
    this.#waiting.textContent = isPaused ? `paused, ${formatNumber(waiting)} waiting` : '';
    this.#found.textContent = found === null ? '' : found === 0 ? 'none found' : `${formatNumber(found)} found`;
    const all = [...types];
    if (all.join('\n') !== this.#types) this.#drawTypes(all);
  }

  /** @param {string[]} types */
  #drawTypes(types) {
    this.#types = types.join('\n');
    const { value } = this.#filter;
    this.#filter.replaceChildren(
      element('option', { value: '' }, 'Everything'),
      element('option', { value: 'events' }, 'Events only'),
      ...types.slice(0, 100).map((type) => element('option', { value: `type ${type}` }, `Only ${type}`)),
    );
    this.#filter.value = value;
    if (this.#filter.selectedIndex >= 0) return;
    this.#filter.value = ''; // the filtered type does not occur in the new run
    this.#onChange();
  }
}
