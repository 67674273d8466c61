// @ts-check
import { byId, showTrouble } from '../components/element.js';
import { addPageHeader } from '../components/page-header.js';
import { refused } from '../components/server-notice.js';
import { StreamBoard } from '../components/stream-board.js';
import { followSessions } from '../lib/sessions-api.js';

addPageHeader();

const board = new StreamBoard();
byId('streams').append(board.root);

// The only stream of this page: the change feed of the sessions, shared among tabs.
/** @returns {ReturnType<typeof followSessions>} */
const follow = () =>
  followSessions({
    list: (sessions) => board.load(sessions),
    change: (type, data) => board.change(type, data),
    refused: (refusal) => refused(refusal, () => feed?.retry(), false),
    trouble: showTrouble,
  });
/** @type {ReturnType<typeof followSessions> | null} */
let feed = follow();
document.addEventListener('visibilitychange', () => {
  feed?.close();
  feed = document.hidden ? null : follow();
});
