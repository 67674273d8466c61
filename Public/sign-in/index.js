// @ts-check
import { byId } from '../components/element.js';
import { addServerNotice } from '../components/server-notice.js';
import { readAccess, signIn, signOut } from '../lib/access-api.js';
import { ownPath } from '../lib/site.js';

const form = /** @type {HTMLFormElement} */ (byId('form'));
const token = /** @type {HTMLInputElement} */ (byId('token'));
const next = ownPath(new URLSearchParams(location.search).get('next'));
byId('next').setAttribute('href', next);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    await signIn(token.value.trim());
    location.assign(next);
  });
});
byId('sign-out').addEventListener('click', () =>
  attempt(async () => {
    await signOut();
    await show();
  }),
);
addServerNotice();
attempt(show);

/** @param {() => Promise<void>} action */
async function attempt(action) {
  say(null);
  try {
    await action();
  } catch (error) {
    say(String(error instanceof Error ? error.message : error));
  }
}

async function show() {
  const access = await readAccess();
  byId('access').textContent = access.detail;
  const isIn = access.role !== 'visitor';
  form.hidden = isIn || access.signIn === null;
  byId('done').hidden = !isIn;
  byId('sign-out').hidden = access.by !== 'cookie';
  if (!form.hidden) token.focus();
}

/** @param {string | null} message */
function say(message) {
  byId('trouble').textContent = message;
  byId('trouble').hidden = message === null;
}
