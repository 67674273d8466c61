// @ts-check
import { byId } from './components/element.js';
import { RunPanel } from './components/run-panel.js';
import { ScenarioList } from './components/scenario-list.js';
import { Starters } from './components/starters.js';
import { followScenarios } from './lib/scenario-feed.js';

/** @type {import('./lib/scenario-feed.js').Scenario[]} */
let scenarios = [];

const panel = new RunPanel();
const list = new ScenarioList((name) => choose(name));
const starters = new Starters((name) => {
  choose(name);
  panel.start();
});
byId('scenarios').append(list.root);
byId('run').append(starters.root, panel.root);
starters.root.hidden = true;

const feed = followScenarios({
  list(found) {
    scenarios = found;
    list.show(scenarios);
    showChosen();
  },
  trouble(message) {
    byId('trouble').textContent = message;
    byId('trouble').hidden = message === null;
  },
});
document.addEventListener('visibilitychange', () => (document.hidden ? feed.pause() : feed.resume()));
addEventListener('hashchange', () => showChosen());

/** The address of the page names the chosen scenario, so that it can be kept and sent: `/#counter`. */
function chosenName() {
  return decodeURIComponent(location.hash.slice(1));
}

/** @param {string} name */
function choose(name) {
  history.replaceState(null, '', `#${encodeURIComponent(name)}`);
  showChosen();
  panel.focus();
}

function showChosen() {
  const scenario = scenarios.find(({ name }) => name === chosenName());
  list.choose(scenario?.name ?? '');
  if (scenario) {
    starters.root.hidden = true;
    panel.show(scenario);
  } else if (!panel.isRunning) {
    panel.root.hidden = true;
    starters.show(scenarios);
  }
}
