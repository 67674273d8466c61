// @ts-check
import { formatCount } from '../lib/format.js';
import { removeParticipant } from '../lib/room-api.js';
import { SessionBoard } from '../lib/session-board.js';
import { confirmed } from './dialogs.js';
import { arrange, element, setText } from './element.js';
import { HandBar, ROOM_VERBS } from './hand-bar.js';
import { onceAFrame } from './once-a-frame.js';
import { MEMBER_COLUMNS, RoomMember } from './room-member.js';
import { attempt } from './server-notice.js';

/** @typedef {import('../lib/room-api.js').Member} Member */

/**
 * Shows the participants of the room and the scenarios that they play, and controls the streams of one participant or of all by hand.
 *
 *     const board = new RoomBoard();
 *     followRoom({ room: ({ participants }) => board.show(participants), … });
 *     followSessions({ list: (sessions) => board.load(sessions), change: (type, data) => board.change(type, data), … });
 */
export class RoomBoard {
  root;
  #sessions = new SessionBoard();
  /** @type {readonly Member[]} */
  #members = [];
  /** @type {Map<string, RoomMember>} */
  #rows = new Map();
  #count = element('p', { class: 'muted', role: 'status' });
  #said = element('p', { role: 'status' });
  #body = element('tbody', {});
  #table = element(
    'table',
    { class: 'members', 'aria-label': 'Who is here' },
    element('thead', {}, element('tr', {}, ...MEMBER_COLUMNS.map((name) => element('th', { scope: 'col' }, name)))),
    this.#body,
  );
  #scroller = element('div', { class: 'streams-scroller', tabindex: '0', role: 'region', 'aria-label': 'The table of who is here' }, this.#table);
  #everybody = new HandBar({ verbs: ROOM_VERBS, onSaid: (text) => this.#say(text) });
  #schedule = onceAFrame(() => this.#draw());

  constructor() {
    this.root = element(
      'section',
      { class: 'room-board', 'aria-labelledby': 'here-title' },
      element('div', { class: 'board-head' }, element('h2', { id: 'here-title' }, 'Who is here'), this.#count),
      element('div', { class: 'everybody' }, element('span', { class: 'muted' }, 'Every stream'), this.#everybody.root),
      this.#said,
      this.#scroller,
    );
    this.#everybody.show({ all: 'true' });
  }

  /** @param {readonly Member[]} members */
  show(members) {
    this.#members = members;
    this.#schedule();
  }

  /** @param {import('../lib/session-board.js').Session[]} sessions */
  load(sessions) {
    this.#sessions.load(sessions);
    this.#schedule();
  }

  /** @param {string} type @param {any} data */
  change(type, data) {
    this.#sessions.apply(type, data);
    this.#schedule();
  }

  #draw() {
    const streams = this.#sessions.list({ withEnded: true, words: [] });
    /** @type {Map<string, RoomMember>} */
    const rows = new Map();
    // Participants who are here come first; both groups are sorted by name.
    const members = [...this.#members].sort((a, b) => Number(b.here) - Number(a.here) || a.name.localeCompare(b.name));
    for (const member of members) {
      const key = `${member.name} ${member.session}`;
      const row = this.#rows.get(key) ?? new RoomMember(member, { onSaid: (text) => this.#say(text), onRemove: (wanted) => this.#remove(wanted) });
      row.show(member, streams);
      rows.set(key, row);
    }
    arrange(this.#body, Array.from(rows.values(), ({ root }) => root));
    this.#rows = rows;
    this.#scroller.hidden = rows.size === 0;
    const here = members.filter((member) => member.here).length;
    const text = rows.size === 0 ? 'Nobody has joined yet.' : `${here} of ${formatCount(rows.size, 'participant')} here, ${formatCount(this.#sessions.openCount, 'stream')} open`;
    setText(this.#count, text);
  }

  /** @param {string} text */
  #say(text) {
    this.#said.textContent = text;
  }

  /** @param {Member} member */
  #remove({ name, scenarios }) {
    const work = scenarios === 0 ? 'Nothing of theirs is saved.' : `${formatCount(scenarios, 'scenario')} of theirs ${scenarios === 1 ? 'is' : 'are'} deleted permanently.`;
    const say = (/** @type {string} */ text) => this.#say(text);
    attempt(async () => {
      if (!(await confirmed(`Remove ${name}?`, `${work} They may join again, as somebody new.`, `Remove ${name}`, 'Keep'))) return;
      await removeParticipant(name);
      say(`${name} was removed.`);
    }, say);
  }
}
