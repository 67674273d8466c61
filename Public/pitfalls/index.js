// @ts-check
import { byId, element } from '../components/element.js';
import { PitfallIndex } from '../components/pitfall-index.js';
import { PitfallPage } from '../components/pitfall-page.js';
import { readPitfallScenarios, readPitfalls } from '../lib/pitfalls.js';

const place = byId('pitfall');
/** @type {PitfallPage | null} */
let page = null;

try {
  const [pitfalls, scenarios] = await Promise.all([readPitfalls(), readPitfallScenarios()]);
  const show = () => {
    page?.leave();
    // The skip link goes to the text of the page that is shown, and changes nothing.
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
  // Streams end when the page is left, also into the cache from which "Back" takes it.
  addEventListener('pagehide', () => page?.leave());
} catch (error) {
  byId('trouble').textContent = `${error instanceof Error ? error.message : error} Reload to try again.`;
  byId('trouble').hidden = false;
  place.append(element('p', {}, element('a', { href: '/gallery/' }, 'The gallery has the scenarios as well.')));
}
