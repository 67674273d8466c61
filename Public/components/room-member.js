// @ts-check
import { formatCount, formatNumber } from '../lib/format.js';
import { isDraft, plainName } from '../lib/scenario-names.js';
import { isOwnSession } from '../lib/session-key.js';
import { element, setText } from './element.js';
import { HandBar, ROOM_VERBS } from './hand-bar.js';
import { personMark } from './who-mark.js';

/** @typedef {import('../lib/room-api.js').Member} Member */
/** @typedef {import('../lib/session-board.js').SessionStream} SessionStream */

export const MEMBER_COLUMNS = ['Name', 'State', 'Scenario', 'Events', 'Last event', 'By hand', 'Remove'];

/**
 * A participant's row of the table: their presence, the scenarios that they play, and controls for all their streams.
 *
 *     const row = new RoomMember(member, { onSaid, onRemove });
 *     row.show(member, streams);   // after each change
 */
export class RoomMember {
  root;
  #session;
  #member;
  #state = element('td', { 'data-fact': 'State' });
  #scenario = element('td', { 'data-fact': 'Scenario' });
  #events = element('td', { 'data-fact': 'Events' });
  #last = element('td', { 'data-fact': 'Last event' });
  #bar;
  #saved = element('span', { class: 'muted' });

  /**
   * @param {Member} member
   * @param {{ onSaid: (text: string) => void, onRemove: (member: Member) => void }} actions
   */
  constructor(member, { onSaid, onRemove }) {
    this.#session = member.session;
    this.#member = member;
    this.#bar = new HandBar({ verbs: ROOM_VERBS, onSaid });
    const remove = element('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${member.name}`, on: { click: () => onRemove(this.#member) } }, 'Remove');
    this.root = element(
      'tr',
      { class: 'member', 'aria-label': member.name },
      element('th', { scope: 'row', 'data-fact': 'Name' }, personMark(member), this.#saved),
      this.#state,
      this.#scenario,
      this.#events,
      this.#last,
      element('td', { 'data-fact': 'By hand' }, this.#bar.root),
      element('td', {}, remove),
    );
    this.#bar.show({ participant: member.name });
  }

  /** @param {Member} member @param {readonly SessionStream[]} all everybody's streams, open ones before ended ones, each with the newest first */
  show(member, all) {
    this.#member = member;
    const streams = all.filter(({ session }) => isOwnSession(session, this.#session));
    const open = streams.filter(({ state }) => state === 'open');
    const latest = streams[0];
    const held = open.find((stream) => stream.held)?.held;
    const gate = open.find((stream) => stream.gate)?.gate;
    const state = open.length > 0 ? (held ?? (gate ? `waits at ${gate}` : 'plays')) : member.here ? 'here' : 'away';
    this.root.dataset.state = open.length > 0 ? (held || gate ? 'waiting' : 'open') : member.here ? 'here' : 'away';
    setText(this.#saved, member.scenarios === 0 ? '' : `${member.scenarios} saved`);
    setText(this.#state, state);
    const names = open.length > 0 ? [...new Set(open.map(nameOf))] : latest ? [`${nameOf(latest)}, ended`] : [];
    setText(this.#scenario, names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', '));
    const counted = open.length > 0 ? open : latest ? [latest] : [];
    const count = counted.reduce((sum, { events }) => sum + events, 0);
    setText(this.#events, counted.length === 0 ? '' : `${formatNumber(count)}${open.length > 1 ? ` in ${formatCount(open.length, 'stream')}` : ''}`);
    const last = counted.map((stream) => stream.lastEvent).find(Boolean);
    setText(this.#last, last ? `${last.type}${last.id ? ` #${last.id}` : ''} ${last.data}`.slice(0, 60) : '');
    this.#last.title = last?.data ?? '';
    this.#bar.root.toggleAttribute('data-idle', open.length === 0);
    for (const button of this.#bar.root.querySelectorAll('button')) button.disabled = open.length === 0;
  }
}

/** @param {SessionStream} stream */
function nameOf({ scenario }) {
  return isDraft(scenario) ? 'a draft' : plainName(scenario);
}
