// @ts-check
import { curlCommand } from '../lib/play-address.js';
import { inSession, isOwnSession, sessionKeyIn } from '../lib/session-key.js';
import { urlOf } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { commandLine } from './copyable.js';
import { element, field } from './element.js';

const EXAMPLE = 'my-app';

/**
 * Asks for the session to watch, and says how curl, an app or a phone gets into it.
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
  /** Whether it was opened by itself, and closes so. */
  #isOpenedHere = false;

  /** @param {(session: string) => void} onWatch */
  constructor(onWatch) {
    const form = element('form', { class: 'fields', 'aria-label': 'Watch a session' }, field('Session key', this.#key), element('button', { type: 'submit' }, 'Watch'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
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
        ' lists those that there are.',
      ),
      line('In a terminal', this.#curl.root),
      line('In an app', this.#url.root),
    );
  }

  /**
   * What the hints play.
   * @param {string} address path and query
   */
  setAddress(address) {
    this.#address = address;
    this.#draw();
  }

  /**
   * Says how to get into the session that is watched, while nobody is in it.
   * @param {string} session @param {boolean} isEmpty
   */
  showWatched(session, isEmpty) {
    this.#key.value = session;
    this.#draw();
    if (isEmpty === this.root.open || isEmpty === this.#isOpenedHere) return;
    this.root.open = isEmpty;
    this.#isOpenedHere = isEmpty;
  }

  /** In a room, that of who uses the page. */
  get #example() {
    return viewer.session || EXAMPLE;
  }

  /** The key that was given, or the example; null where it makes no sense. */
  get #session() {
    if (this.#key.value.trim() === '') return this.#example;
    const key = sessionKeyIn(this.#key.value);
    return key !== null && isOwnSession(key, viewer.session) ? key : null;
  }

  #draw() {
    const session = this.#session;
    this.#key.placeholder = this.#example;
    this.#key.setCustomValidity(session !== null ? '' : viewer.session === '' ? 'A session’s key is 1 to 64 letters, digits, hyphens or underscores.' : 'Yours is your session key, alone or with a hyphen and more behind it.');
    const url = urlOf(inSession(this.#address || '/play/counter', session ?? this.#example).address);
    this.#curl.show(curlCommand(url));
    this.#url.show(url);
  }
}
