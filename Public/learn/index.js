// @ts-check
import { ConnectionLimit } from '../components/connection-limit.js';
import { Demonstration } from '../components/demonstration.js';
import { byId, element } from '../components/element.js';
import { PlainClient } from '../components/plain-client.js';
import { addPageHeader } from '../components/page-header.js';
import { curlCommand } from '../lib/play-address.js';
import { shownAddress } from '../lib/shown-address.js';
import { at } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { follow as followFromOtherOrigin } from '../pitfalls/clients/with-credentials.js';

const header = addPageHeader();
viewer.onChange(showCommands);
showCommands();

/** Completes the commands with the address at which this server is reached, so that they can be copied. */
function showCommands() {
  for (const code of document.querySelectorAll('code[data-curl]')) {
    if (code instanceof HTMLElement) code.textContent = curlCommand(shownAddress(code.dataset.curl ?? ''));
  }
}

/** @type {{ stop(reason: string): void } | null} The running example. The page keeps at most one stream, unless an example is about many. */
let running = null;

/** @param {{ stop(reason: string): void }} example */
function takeTurn(example) {
  const former = running;
  running = example;
  if (former !== example) former?.stop('another example runs');
}

/** @param {{ stop(reason: string): void }} example */
function endTurn(example) {
  if (running === example) running = null;
  runNext();
}

// Examples in the middle of the view start automatically, if the reader wants that.
const asIRead = /** @type {HTMLInputElement} */ (byId('as-i-read'));
asIRead.checked = !matchMedia('(prefers-reduced-motion: reduce)').matches;
asIRead.addEventListener('change', runNext);
/** @type {Map<Element, Demonstration>} */
const demonstrations = new Map();
/** @type {Set<Element>} */
const inView = new Set();
const middle = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) inView[isIntersecting ? 'add' : 'delete'](target);
  runNext();
}, { rootMargin: '-30% 0px' });

function runNext() {
  if (!asIRead.checked || running) return;
  const next = [...demonstrations].find(([root, { hasRun }]) => inView.has(root) && !hasRun);
  next?.[1].start();
}

for (const heading of document.querySelectorAll('main section > h2')) {
  byId('contents').append(element('li', {}, element('a', { href: `#${heading.id}` }, (heading.textContent ?? '').replace(/^\d+\. /, ''))));
}

for (const source of document.querySelectorAll('pre[data-demo]')) {
  if (!(source instanceof HTMLElement)) continue;
  /** @type {Demonstration} */
  const demonstration = new Demonstration({
    title: source.dataset.demo ?? '',
    text: `${source.textContent}\n`,
    reconnects: 'reconnects' in source.dataset,
    onStart: () => takeTurn(demonstration),
    onEnd: () => endTurn(demonstration),
  });
  source.before(demonstration.root);
  demonstration.takeSource(source);
  demonstrations.set(demonstration.root, demonstration);
  middle.observe(demonstration.root);
}

/** @type {ConnectionLimit} */
const limit = new ConnectionLimit({
  onStart() {
    header.lend(); // the example needs all six connections
    takeTurn(limit);
  },
  onEnd() {
    header.takeBack();
    endTurn(limit);
  },
});
byId('seven').append(limit.root);

for (const [half, title] of [['broken', 'The answer allows every origin, with a star'], ['fixed', 'The answer names the origin, and allows credentials']]) {
  const client = new PlainClient(inTurn, { url: at(`/play/cors-credentials-${half}`), types: ['message'] }, title);
  byId('origins').append(element('div', { class: 'card demo' }, client.root));
}

/** @type {import('../components/plain-client.js').Follow} */
function inTurn(url, options) {
  const end = followFromOtherOrigin(url, {
    ...options,
    // EventSource would reconnect when the stream ends; once is enough here.
    onState: (state) => (state === 'open' ? options.onState(state) : example.stop(state === 'closed' ? 'refused; the page is not told why' : 'the stream ended')),
  });
  const example = {
    stop(/** @type {string} */ reason) {
      end();
      options.onState('closed', reason);
      endTurn(example);
    },
  };
  takeTurn(example);
  return () => example.stop('stopped here');
}

addEventListener('pagehide', () => {
  inView.clear();
  running?.stop('the page was left');
});
