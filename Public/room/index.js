// @ts-check
import { byId, showTrouble } from '../components/element.js';
import { addPageHeader } from '../components/page-header.js';
import { RoomBoard } from '../components/room-board.js';
import { RoomInvite } from '../components/room-invite.js';
import { RoomLead } from '../components/room-lead.js';
import { refused } from '../components/server-notice.js';
import { followRoom } from '../lib/room-watch.js';
import { followScenarios } from '../lib/scenario-feed.js';
import { followSessions } from '../lib/sessions-api.js';

addPageHeader({ hasFeed: true });

const invite = new RoomInvite();
const board = new RoomBoard();
const lead = new RoomLead(() => room.read());
const parts = byId('room');
parts.append(invite.root, lead.root, board.root);
parts.hidden = true;

const room = followRoom({
  room(found) {
    parts.hidden = false;
    byId('title').textContent = `Room ${found.name}`;
    invite.show(found);
    lead.show(found);
    board.show(found.participants);
  },
  refused(refusal) {
    parts.hidden = true;
    refused(refusal, () => room.read(), false);
  },
  trouble: showTrouble,
});

// Two streams, shared among tabs: changes of the room and of the list, and the sessions.
const scenarios = followScenarios({ list: (found) => lead.showScenarios(found), trouble: () => {} });
const follow = () =>
  followSessions({
    list: (sessions) => board.load(sessions),
    change: (type, data) => board.change(type, data),
    refused: () => {}, // `followRoom` reports it
    trouble: () => {},
  });
/** @type {ReturnType<typeof followSessions> | null} */
let sessions = follow();
document.addEventListener('visibilitychange', () => {
  sessions?.close();
  sessions = document.hidden ? null : follow();
  if (document.hidden) scenarios.pause();
  else {
    scenarios.resume();
    room.read();
  }
});
