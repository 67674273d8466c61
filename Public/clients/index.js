// @ts-check
import { clientCard } from '../components/client-card.js';
import { byId, element } from '../components/element.js';
import { FeedForm } from '../components/feed-form.js';
import { PlainClient } from '../components/plain-client.js';
import { terminalClient } from '../components/terminal-client.js';
import { curlCommand, shellWord } from '../lib/play-address.js';
import { follow as followByEventSource } from './event-source/client.js';
import { follow as followByFetch } from './fetch-stream/client.js';

/** @typedef {import('../components/plain-client.js').Feed} Feed */

const form = new FeedForm(/** @type {HTMLFormElement} */ (byId('feed')), (feed) => clients.forEach((client) => client.show(feed)));
const eventSource = new PlainClient(followByEventSource, form.feed);
const fetchStream = new PlainClient(followByFetch, form.feed);
const react = reactClient(form.feed);
const python = terminalClient([
  { label: 'Get it, with the one library it needs', command: () => `pip install requests && curl -O ${location.origin}/clients/python/client.py` },
  { label: 'Run it', command: (url) => `python3 client.py ${shellWord(url)}` },
]);
const curl = terminalClient([
  { label: 'See the bytes as they arrive', command: curlCommand },
  { label: 'Go on after an event, as a browser does when it reconnects', command: (url) => curlCommand(url).replace('curl -N', "curl -N -H 'Last-Event-ID: 3'") },
  { label: 'With the head of the answer', command: (url) => curlCommand(url).replace('curl -N', 'curl -N -i') },
]);
const clients = [eventSource, fetchStream, react, python, curl];
clients.forEach((client) => client.show(form.feed));

byId('clients').append(
  clientCard({
    id: 'event-source',
    title: 'EventSource',
    summary: 'What browsers have built in: it parses, reconnects and sends Last-Event-ID by itself.',
    limits: 'It cannot: send headers or a body, show the HTTP status, or deliver types that nobody listens for.',
    sources: ['/clients/event-source/client.js'],
    body: eventSource.root,
  }),
  clientCard({
    id: 'fetch-stream',
    title: 'fetch and a stream reader',
    summary: 'Any method, headers and body, and the status of the answer: what most AI APIs need.',
    limits: 'It cannot: do anything by itself. Parsing, reconnecting and Last-Event-ID are in these files.',
    sources: ['/clients/fetch-stream/client.js', '/lib/event-stream-parser.js'],
    body: fetchStream.root,
  }),
  clientCard({
    id: 'react',
    title: 'React',
    summary: 'A useEventSource hook in real React. It runs in StrictMode, which mounts each component twice: one connection stays.',
    limits: 'It cannot: share its connection. Each component that calls the hook opens one of its own.',
    sources: ['/clients/react/useEventSource.js', '/clients/react/App.js', '/clients/react/react.js'],
    body: react.root,
  }),
  clientCard({
    id: 'python',
    title: 'Python with requests',
    summary: 'One file to copy into a script: it decodes, parses, and reconnects with Last-Event-ID.',
    limits: 'It cannot: be ended from outside while it waits for a chunk, other than by its read time-out.',
    sources: ['/clients/python/client.py'],
    body: python.root,
  }),
  clientCard({
    id: 'curl',
    title: 'curl',
    summary: 'The quickest look at a stream. -N shows bytes as they arrive.',
    limits: 'It cannot: parse or reconnect. You see the bytes themselves, comments included.',
    sources: ['/clients/curl/client.sh'],
    body: curl.root,
  }),
);

/** The React client; without React in Public/vendor, plain JavaScript in its place. @param {Feed} feed */
function reactClient(feed) {
  const root = element('div', {}, element('p', { class: 'muted', role: 'status' }, 'Loading React…'));
  let latest = feed;
  /** @type {(feed: Feed) => void} */
  let show = () => {};
  const load = async () => {
    try {
      const { mount } = await import('./react/App.js');
      root.replaceChildren();
      show = mount(root, latest);
    } catch {
      const plain = new PlainClient(followByEventSource, latest);
      root.replaceChildren(
        element(
          'p',
          { class: 'trouble', role: 'status' },
          'React is missing: Public/vendor has no react folder. Run "make setup" to get it, then reload. Until then plain JavaScript runs here.',
        ),
        plain.root,
      );
      show = (next) => plain.show(next);
    }
  };
  load();
  return {
    root,
    /** @param {Feed} next */
    show(next) {
      latest = next;
      show(next);
    },
  };
}
