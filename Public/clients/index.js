// @ts-check
import { clientCard } from '../components/client-card.js';
import { ClientsTogether } from '../components/clients-together.js';
import { byId, element } from '../components/element.js';
import { FeedForm } from '../components/feed-form.js';
import { PlainClient } from '../components/plain-client.js';
import { reactClient } from '../components/react-client.js';
import { RefusedOrigins } from '../components/refused-origins.js';
import { addPageHeader } from '../components/page-header.js';
import { terminalClient } from '../components/terminal-client.js';
import { curlCommand, shellWord } from '../lib/play-address.js';
import { urlOf } from '../lib/site.js';
import { follow as followByEventSource } from './event-source/client.js';
import { follow as followByFetch } from './fetch-stream/client.js';
import { followBehind } from './service-worker/client.js';
import { follow as followByWorker } from './shared-worker/client.js';

const header = addPageHeader();

// Read again whenever the user returns, because another page may have been refused a stream meanwhile.
const refusedOrigins = new RefusedOrigins();
byId('origins').append(refusedOrigins.root);
refusedOrigins.read();
document.addEventListener('visibilitychange', () => document.hidden || refusedOrigins.read());
addEventListener('focus', () => refusedOrigins.read());

/** @type {FeedForm} */
const form = new FeedForm(/** @type {HTMLFormElement} */ (byId('feed')), (feed) => CLIENTS.forEach(({ body }) => body.forEach((client) => client.show(feed))));
const python = terminalClient([
  { label: 'Get it, with the one library it needs', command: () => `pip install requests && curl -O ${urlOf('/clients/python/client.py')}` },
  { label: 'Run it', command: (url) => `python3 client.py ${shellWord(url)}` },
]);
const curl = terminalClient([
  { label: 'See the bytes as they arrive', command: curlCommand },
  { label: 'Resume after an event, as a browser does when it reconnects', command: (url) => curlCommand(url).replace('curl -N', "curl -N -H 'Last-Event-ID: 3'") },
  { label: 'With the head of the response', command: (url) => curlCommand(url).replace('curl -N', 'curl -N -i') },
]);

const CLIENTS = [
  {
    id: 'event-source',
    title: 'EventSource',
    summary: 'What browsers have built in: it parses, reconnects and sends Last-Event-ID by itself.',
    limits: 'It cannot: send headers or a body, show the HTTP status, or deliver types that nobody listens for.',
    sources: ['/clients/event-source/client.js'],
    body: [new PlainClient(followByEventSource, form.feed)],
  },
  {
    id: 'fetch-stream',
    title: 'fetch and a stream reader',
    summary: 'Any method, headers and body, and the status of the answer: what most AI APIs need. It reads records too (JSON lines, JSON text sequences, growing text).',
    limits: 'It cannot: do anything by itself. Parsing, reconnecting and Last-Event-ID are in these files.',
    sources: ['/clients/fetch-stream/client.js', '/lib/event-stream-parser.js', '/lib/record-parser.js', '/lib/last-event-id.js'],
    body: [new PlainClient(followByFetch, form.feed)],
  },
  {
    id: 'react',
    title: 'React',
    summary: 'A useEventSource hook in real React. It runs in StrictMode, which mounts each component twice: one connection stays.',
    limits: 'It cannot: share its connection. Each component that calls the hook opens one of its own.',
    sources: ['/clients/react/useEventSource.js', '/clients/react/App.js', '/clients/react/StartStop.js', '/clients/react/react.js'],
    body: [reactClient(() => import('./react/App.js'), followByEventSource, form.feed)],
  },
  {
    id: 'react-reducer',
    title: 'React with a reducer',
    summary: 'The state of the stream in one pure function, and a display that says why the connection was lost, when the next attempt comes, and after which event it resumes. Choose the stream Reconnect.',
    limits: 'It cannot: know more than fetch. An event whose bytes were lost on the way is noticed by its id only.',
    sources: ['/clients/react-reducer/streamReducer.js', '/clients/react-reducer/Reconnecting.js', '/clients/fetch-stream/client.js'],
    body: [reactClient(() => import('./react-reducer/Reconnecting.js'), followByFetch, form.feed)],
  },
  {
    id: 'shared-worker',
    title: 'Shared worker',
    summary: 'One connection for all tabs. Open this page twice, start this client in both, and both show the same events.',
    limits: 'It cannot: give a tab the events from before it joined. Without shared workers (Chrome on Android) each tab has its own connection, in a worker.',
    sources: ['/clients/shared-worker/client.js', '/clients/shared-worker/worker.js', '/clients/event-source/client.js'],
    body: [new PlainClient(followByWorker, form.feed)],
  },
  {
    id: 'service-worker',
    title: 'The service worker trap',
    summary: 'A service worker that answers every request, and keeps a copy first, holds a stream back until its end: an endless one never arrives. The other leaves streams alone.',
    limits: 'It cannot: be seen by the client. Both sides run the same EventSource; what is registered here is removed when you stop.',
    sources: ['/clients/service-worker/service-worker-broken.js', '/clients/service-worker/service-worker-fixed.js', '/clients/service-worker/tab.js', '/clients/service-worker/client.js'],
    body: [new PlainClient(followBehind('broken'), form.feed, 'Behind the one that keeps everything'), new PlainClient(followBehind('fixed'), form.feed, 'Behind the one that leaves streams alone')],
  },
  {
    id: 'python',
    title: 'Python with requests',
    summary: 'One file to copy into a script: it decodes, parses, and reconnects with Last-Event-ID. It reads records too.',
    limits: 'It cannot: be ended from outside while it waits for a chunk, other than by its read time-out.',
    sources: ['/clients/python/client.py'],
    body: [python],
  },
  {
    id: 'curl',
    title: 'curl',
    summary: 'The quickest look at a stream. -N shows bytes as they arrive.',
    limits: 'It cannot: parse or reconnect. You see the bytes themselves, comments included.',
    sources: ['/clients/curl/client.sh'],
    body: [curl],
  },
];
/** The clients that run together: they use five of the six connections that a browser opens to a host. */
const TOGETHER = ['event-source', 'fetch-stream', 'react', 'react-reducer', 'shared-worker'];

CLIENTS.forEach(({ body }) => body.forEach((client) => client.show(form.feed)));
byId('contents').append(...CLIENTS.map(({ id, title }) => element('li', {}, element('a', { href: `#${id}` }, title))));
byId('clients').append(...CLIENTS.map(clientCard));
byId('together').append(new ClientsTogether(byId('clients'), TOGETHER.map(byId), header).root);
