// @ts-check
import { byId, onSubmit, showTrouble } from '../components/element.js';
import { addPageHeader } from '../components/page-header.js';
import { signIn, signOut } from '../lib/access-api.js';
import { sentenceOf } from '../lib/problem.js';
import { at, ownPath, wayInAddress } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';

const form = /** @type {HTMLFormElement} */ (byId('form'));
const token = /** @type {HTMLInputElement} */ (byId('token'));
const asked = new URLSearchParams(location.search).get('next');
byId('next').setAttribute('href', ownPath(asked));

onSubmit(form, () => attempt(() => signInWith(token.value.trim())));
byId('sign-out').addEventListener('click', () =>
  attempt(async () => {
    await signOut();
    await show();
  }),
);
addPageHeader();
addEventListener('hashchange', () => attempt(takeLink));
attempt(takeLink);

/**
 * Signs in with the token in the link's fragment, which browsers do not send to servers, and removes it from the address.
 *
 *     /sign-in/#token=7Hq…
 */
async function takeLink() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) history.replaceState(null, '', location.pathname + location.search);
  if (given) {
    try {
      await signInWith(given);
      return;
    } catch (error) {
      await show();
      throw error;
    }
  }
  await show();
}

/** @param {string} given */
async function signInWith(given) {
  await signIn(given);
  await viewer.read();
  location.replace(asked === null && viewer.access?.room ? at('/room/') : ownPath(asked));
}

/** @param {() => Promise<void>} action */
async function attempt(action) {
  showTrouble(null);
  try {
    await action();
  } catch (error) {
    showTrouble(sentenceOf(error));
  }
}

async function show() {
  await viewer.read();
  const { access } = viewer;
  if (access === null) return;
  byId('access').textContent = access.detail;
  const isIn = access.role === 'presenter';
  form.hidden = isIn || access.signIn === null;
  byId('done').hidden = !isIn;
  byId('sign-out').hidden = access.by !== 'cookie';
  byId('join').hidden = !viewer.mayJoin;
  byId('join-link').setAttribute('href', wayInAddress('/join/', ownPath(asked)));
  if (!form.hidden) token.focus();
}
