// @ts-check
import { formatCount, formatNumber } from '../lib/format.js';
import { curlCommand } from '../lib/play-address.js';
import { playgroundLink } from '../lib/playground-address.js';
import { searchWords } from '../lib/search-words.js';
import { SessionBoard } from '../lib/session-board.js';
import { step } from '../lib/sessions-api.js';
import { shownAddress } from '../lib/shown-address.js';
import { viewer } from '../lib/viewer.js';
import { commandLine } from './copyable.js';
import { arrange, element, field, setText } from './element.js';
import { HandBar } from './hand-bar.js';
import { onceAFrame } from './once-a-frame.js';
import { attempt } from './server-notice.js';
import { SessionRows } from './session-rows.js';
import { COLUMNS, StreamRow } from './stream-row.js';

/** The number of rows that are shown at first, and the number added by each click. */
const ROWS = 100;

/**
 * The table of all clients' streams, grouped by session and kept up to date by the change feed.
 *
 *     const board = new StreamBoard();
 *     byId('streams').append(board.root);
 *     followSessions({ list: (sessions) => board.load(sessions), change: (type, data) => board.change(type, data), … });
 */
export class StreamBoard {
  root;
  #board = new SessionBoard();
  #count = element('p', { class: 'muted', role: 'status' });
  #said = element('p', { class: 'muted', role: 'status' });
  #table = element('table', { class: 'streams', 'aria-label': 'Streams' }, element('thead', {}, element('tr', {}, ...COLUMNS.map((name) => element('th', { scope: 'col' }, name)))));
  #scroller = element('div', { class: 'streams-scroller', tabindex: '0', role: 'region', 'aria-label': 'The table of streams' }, this.#table);
  #everybody = new HandBar({ onSaid: (text) => this.#say(text) });
  #empty = emptyHint();
  #search = element('input', { type: 'search', id: 'find', placeholder: 'scenario, session, address, curl …', autocomplete: 'off' });
  #ended = element('input', { type: 'checkbox' });
  /** @type {Map<string, StreamRow>} */
  #shown = new Map();
  /** @type {Map<string, SessionRows>} */
  #groups = new Map();
  #schedule = onceAFrame(() => this.#draw());
  #isLoaded = false;
  #most = ROWS;
  #more = element('button', { type: 'button', hidden: true, on: { click: () => this.#showMore() } });

  constructor() {
    this.#search.addEventListener('input', () => this.#schedule());
    this.#ended.addEventListener('change', () => this.#schedule());
    this.root = element(
      'div',
      { class: 'stream-board' },
      element(
        'div',
        { class: 'fields' },
        field('Find', this.#search),
        element('label', { class: 'check' }, this.#ended, 'Ended streams, too'),
        element('div', { class: 'everybody' }, element('span', { class: 'muted' }, 'Every stream'), this.#everybody.root),
      ),
      this.#count,
      this.#said,
      this.#empty,
      this.#scroller,
      this.#more,
    );
    setInterval(() => this.#tick(), 1000);
  }

  /** @param {import('../lib/session-board.js').Session[]} sessions */
  load(sessions) {
    this.#isLoaded = true;
    this.#board.load(sessions);
    this.#schedule();
  }

  /** @param {string} type @param {any} data */
  change(type, data) {
    this.#board.apply(type, data);
    this.#schedule();
  }

  #draw() {
    const words = searchWords(this.#search.value);
    const found = this.#board.list({ withEnded: this.#ended.checked, words });
    const now = Date.now();
    /** @type {Map<string, StreamRow>} */
    const rows = new Map();
    /** @type {Map<string, { rows: StreamRow[], open: number }>} In order of their newest streams. */
    const sessions = new Map();
    for (const stream of found.slice(0, this.#most)) {
      // A restarted server numbers its streams from the beginning again.
      const key = [stream.stream, stream.started, stream.session, stream.state].join(' ');
      const row = this.#shown.get(key) ?? new StreamRow(stream, { onSaid: (text) => this.#say(text), onStep: (wanted) => this.#step(wanted) });
      row.show(stream, now);
      rows.set(key, row);
      const group = sessions.get(stream.session) ?? { rows: [], open: 0 };
      sessions.set(stream.session, group);
      group.rows.push(row);
      if (stream.state === 'open') group.open += 1;
    }
    /** @type {Map<string, SessionRows>} */
    const groups = new Map();
    for (const [session, { rows: own, open }] of sessions) {
      const group = this.#groups.get(session) ?? new SessionRows(session, { onSaid: (text) => this.#say(text) });
      group.show(own, open);
      groups.set(session, group);
    }
    arrange(this.#table, [this.#table.tHead, ...Array.from(groups.values(), ({ root }) => root)].flatMap((node) => node ?? []));
    this.#groups = groups;
    this.#scroller.hidden = rows.size === 0;
    // In a room, only the presenter may control everybody's streams.
    this.#everybody.show(this.#board.openCount > 0 && !viewer.isParticipant ? { all: 'true' } : null);
    if (this.#everybody.root.parentElement) this.#everybody.root.parentElement.hidden = viewer.isParticipant;
    this.#shown = rows;
    const more = found.length - rows.size;
    const text = `${formatCount(this.#board.openCount, 'stream')} open${more > 0 ? `; ${rows.size} of ${formatNumber(found.length)} are shown` : ''}`;
    if (this.#isLoaded) setText(this.#count, text);
    this.#more.hidden = more <= 0;
    this.#more.textContent = `Show ${Math.min(ROWS, more)} more`;
    this.#empty.hidden = !this.#isLoaded || rows.size > 0 || words.length > 0;
  }

  #showMore() {
    this.#most += ROWS;
    this.#schedule();
  }

  #tick() {
    const now = Date.now();
    for (const row of this.#shown.values()) row.tick(now);
  }

  /** @param {string} text */
  #say(text) {
    this.#said.textContent = text;
  }

  /** @param {import('../lib/session-board.js').SessionStream} stream */
  #step({ session, gate }) {
    const say = (/** @type {string} */ text) => this.#say(text);
    attempt(async () => {
      const released = await step(session);
      if (released.length === 0) say('No stream of the session waits now: the next that comes to a gate passes it.');
      else say(`Stream ${released.join(' and ')} ${released.length > 1 ? 'go' : 'goes'} on${gate === null ? '' : ` past the gate ${gate}`}.`);
    }, say);
  }
}

function emptyHint() {
  const line = commandLine('the curl command');
  const show = () => line.show(curlCommand(shownAddress('/events')));
  viewer.onChange(show);
  show();
  return element(
    'div',
    { class: 'card stream-empty', hidden: true },
    element('p', {}, 'No stream is open. Open one, here or in a terminal, and it appears immediately:'),
    element('p', {}, element('a', { class: 'button primary', href: playgroundLink('counter', { run: true }), target: '_blank' }, 'Play the counter in another tab')),
    line.root,
  );
}
