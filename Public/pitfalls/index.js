// @ts-check
import { byId, element, showTrouble } from '../components/element.js';
import { PitfallIndex } from '../components/pitfall-index.js';
import { PitfallPage } from '../components/pitfall-page.js';
import { addPageHeader } from '../components/page-header.js';
import { readPitfallScenarios, readPitfalls } from '../lib/pitfalls.js';
import { sentenceOf } from '../lib/problem.js';
import { server } from '../lib/server.js';

const place = byId('pitfall');
/** @type {PitfallPage | null} */
let page = null;

addPageHeader();
// End the streams when the page is left, also when it enters the back/forward cache.
addEventListener('pagehide', () => page?.leave());
begin();

/** Reads the pitfalls, and shows the one that the address names. If the server is down, tries again when it is back. */
async function begin() {
  showTrouble(null);
  try {
    const [pitfalls, scenarios] = await Promise.all([readPitfalls(), readPitfallScenarios()]);
    const show = () => {
      page?.leave();
      // The skip link jumps within the shown page; it names no pitfall, and is ignored below.
      const name = decodeURIComponent(location.hash.slice(1));
      const at = pitfalls.findIndex((pitfall) => pitfall.name === name);
      page = at < 0 ? null : new PitfallPage(pitfalls, at, scenarios);
      const shown = page ?? new PitfallIndex(pitfalls, scenarios);
      place.replaceChildren(shown.root);
      document.title = `${page ? page.title : 'Pitfalls'} – SSE Playground`;
      return shown;
    };
    show();
    addEventListener('hashchange', (event) => {
      if (new URL(event.newURL).hash === '#pitfall') return;
      scrollTo(0, 0);
      show().focus();
    });
  } catch (error) {
    showTrouble(`The pitfalls could not be read: ${sentenceOf(error)}`);
    place.replaceChildren(element('p', {}, element('a', { href: '/gallery/' }, 'The gallery has the scenarios as well.')));
    server.onceUp(begin);
  }
}
