// @ts-check
import { byId } from './components/element.js';
import { onFilesDropped } from './components/file-drop.js';
import { handOutOpening } from './components/hand-out-opening.js';
import { addKeys } from './components/keys.js';
import { addPageHeader } from './components/page-header.js';
import { RunSide } from './components/run-side.js';
import { ScenarioPanel } from './components/scenario-panel.js';
import { WriteSide } from './components/write-side.js';
import { readAddress } from './lib/playground-address.js';
import { followScenarios } from './lib/scenario-feed.js';
import { viewer } from './lib/viewer.js';

/** @type {import('./lib/scenario-feed.js').Scenario[]} */
let scenarios = [];

/** @type {WriteSide} */
const write = new WriteSide({
  onRun: () => run.start(),
  onLine: (line) => run.chooseLine(line),
  onChange: showOpened,
  onList: () => panel.toggle(),
});
const panel = new ScenarioPanel({
  onChoose: (name) => open(name),
  onFiles: (files) => write.openFiles(files),
  onToggle: (isShown) => write.showList(isShown, 'scenario-panel'),
});
/** @type {RunSide} */
const run = new RunSide(write, {
  onStarter: async (name) => (await open(name)) && run.start(),
  onOpen: (name) => write.open(name),
  onWatch: watch,
  onPlay: showOpened,
  onStream: (isOpen) => (isOpen && !isPresent() ? feed.pause() : document.hidden || feed.resume()),
});
byId('playground').append(panel.root, write.root, run.root);
addPageHeader({ hasFeed: true, onHandOut: handOutOpening(write) });

const feed = followScenarios({
  list(found) {
    scenarios = found;
    panel.show(found);
    run.showStarters(found);
    write.compare(found);
  },
  trouble: (message) => panel.showTrouble(message),
});
document.addEventListener('visibilitychange', () => (document.hidden ? feed.pause() : (run.isWatching && !isPresent()) || feed.resume()));
addEventListener('hashchange', () => {
  if (document.getElementById(location.hash.slice(1)) === null) start(); // unless it is the skip link, which only jumps within the page
});
onFilesDropped((files) => write.openFiles(files));
addKeys(run, write);
start();

/** Does what the page's address requests. */
function start() {
  const asked = readAddress(location.hash);
  if (asked.watch === null || !write.isLoaded) write.openAsked(asked);
  if (asked.run) run.start();
  else if (asked.watch !== null) run.watch(asked.watch);
}

/** Whether a participant of a room watches a session: then a connection is left for `changes`, which shows the presenter that they are here. */
function isPresent() {
  return viewer.isParticipant && run.watched !== null;
}

/** @param {string} session */
function watch(session) {
  const fragment = `#watch=${encodeURIComponent(session)}`;
  if (location.hash === fragment) run.watch(session);
  else location.hash = fragment;
}

/** @param {string} name */
async function open(name) {
  const isOpen = await write.open(name);
  if (isOpen) run.focus();
  return isOpen;
}

/** Puts the name of the open scenario into the page's address, so that it can be bookmarked and shared. */
function showOpened() {
  const { name } = write;
  panel.choose(name);
  run.showOpened();
  const asked = readAddress(location.hash);
  if ((asked.watch !== null && asked.watch === run.watched) || (asked.watch === null && asked.name === (name || null) && !asked.hasText)) return;
  history.replaceState(null, '', name === '' ? location.pathname : `#name=${encodeURIComponent(name)}`);
}
