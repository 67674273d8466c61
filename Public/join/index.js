// @ts-check
import { byId } from '../components/element.js';
import { JoinForm } from '../components/join-form.js';
import { addPageHeader } from '../components/page-header.js';
import { ownPath, wayInAddress } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';

const asked = new URLSearchParams(location.search);
const next = ownPath(asked.get('next'));
const form = new JoinForm(() => location.assign(next));

byId('form').append(form.root);
byId('next').setAttribute('href', next);
byId('sign-in').setAttribute('href', wayInAddress('/sign-in/', next));
addPageHeader();
viewer.onChange(show);
show();
viewer.ready.then(() => {
  show();
  if (asked.get('problem') === 'code') form.say('The code in the link is not that of the room, or is no longer valid: ask for the current link.');
  if (!byId('form').hidden) form.focus();
});

function show() {
  const { access, you } = viewer;
  if (access === null) return;
  const { room } = access;
  byId('title').textContent = room ? `Join the room ${room.name}` : 'Join the room';
  byId('access').textContent = !room
    ? 'No room is open on this server: whoever starts it opens one with serve --room.'
    : you
      ? `You are in the room as ${you.name}.`
      : '';
  byId('access').hidden = byId('access').textContent === '';
  byId('form').hidden = !room || you !== null;
  byId('done').hidden = Boolean(room) && you === null;
}
