// @ts-check
import { curlCommand } from '../lib/play-address.js';
import { inSession, isOwnSession, sessionKeyIn } from '../lib/session-key.js';
import { urlOf } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { commandLine } from './copyable.js';
import { element, field, onSubmit } from './element.js';

const EXAMPLE = 'my-app';

/**
 * Asks for the session to watch, and shows how curl, an app or a phone joins it.
 *
 *     const form = new WatchForm((session) => watch(session));
 *     form.setAddress('/play/counter');
 */
export class WatchForm {
  root;
  #key = element('input', { id: 'watch-key', type: 'text', placeholder: EXAMPLE, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': 'watch-note' });
  #curl = commandLine('the curl command that joins the session');
  #url = commandLine('the address that joins the session');
  #address = '';
  /** Whether `showWatched` opened it, and so may close it. */
  #isOpenedHere = false;

  /** @param {(session: string) => void} onWatch */
  constructor(onWatch) {
    const form = element('form', { class: 'fields', 'aria-label': 'Watch a session' }, field('Session key', this.#key), element('button', { type: 'submit' }, 'Watch'));
    onSubmit(form, () => {
      const key = this.#session;
      if (key !== null) onWatch(key);
      else this.#key.reportValidity();
    });
    this.#key.addEventListener('input', () => this.#draw());
    viewer.onChange(() => this.#draw());
    const line = (/** @type {string} */ label, /** @type {HTMLElement} */ command) => element('div', { class: 'watch-way' }, element('span', { class: 'muted' }, label), command);
    this.root = element(
      'details',
      { class: 'request watch-form' },
      element('summary', {}, 'Watch curl, an app or a phone'),
      form,
      element(
        'p',
        { class: 'muted note', id: 'watch-note' },
        'Every client whose address has ',
        element('code', {}, '?session=KEY'),
        ' is in that session, from its first connection on. Watch first or connect first: what was sent is kept for a while. ',
        element('a', { href: '/sessions/' }, 'Sessions'),
        ' lists them all.',
      ),
      line('In a terminal', this.#curl.root),
      line('In an app', this.#url.root),
    );
  }

  /**
   * Sets the address that the hints play.
   * @param {string} address path and query
   */
  setAddress(address) {
    this.#address = address;
    this.#draw();
  }

  /**
   * Opens the hints while no client has connected in the watched session.
   * @param {string} session @param {boolean} isEmpty
   */
  showWatched(session, isEmpty) {
    this.#key.value = session;
    this.#draw();
    if (isEmpty === this.root.open || isEmpty === this.#isOpenedHere) return;
    this.root.open = isEmpty;
    this.#isOpenedHere = isEmpty;
  }

  /** The session key in the hints: the participant's own in a room. */
  get #example() {
    return viewer.session || EXAMPLE;
  }

  /** The key that was entered, or the example; null where it is invalid. */
  get #session() {
    if (this.#key.value.trim() === '') return this.#example;
    const key = sessionKeyIn(this.#key.value);
    return key !== null && isOwnSession(key, viewer.session) ? key : null;
  }

  #draw() {
    const session = this.#session;
    this.#key.placeholder = this.#example;
    this.#key.setCustomValidity(session !== null ? '' : viewer.session === '' ? 'A session’s key is 1 to 64 letters, digits, hyphens or underscores.' : 'Use your session key, alone or followed by a hyphen and more characters.');
    const url = urlOf(inSession(this.#address || '/play/counter', session ?? this.#example).address);
    this.#curl.show(curlCommand(url));
    this.#url.show(url);
  }
}
