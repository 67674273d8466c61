// @ts-check
import { CodeEditor } from '../components/code-editor.js';
import { SaveDialog } from '../components/dialogs.js';
import { DocumentBar } from '../components/document-bar.js';
import { download } from '../components/download.js';
import { byId } from '../components/element.js';
import { onFileDropped } from '../components/file-drop.js';
import { OpenDialog } from '../components/open-dialog.js';
import { ProblemList } from '../components/problem-list.js';
import { RunBar } from '../components/run-bar.js';
import { RunOutput } from '../components/run-output.js';
import { Starters } from '../components/starters.js';
import { VersionDialog } from '../components/version-dialog.js';
import { FIRST_TEXT } from '../lib/first-text.js';
import { Latest } from '../lib/latest.js';
import { makeDraft, Refusal, validate } from '../lib/scenario-api.js';
import { ScenarioDocument } from '../lib/scenario-document.js';
import { followScenarios } from '../lib/scenario-feed.js';
import { sharedText, shareLink } from '../lib/share-link.js';
import { UnsavedWork } from '../lib/unsaved-work.js';

const CHECK_AFTER = 250;

const work = new UnsavedWork(localStorage);
const current = new ScenarioDocument(work);
const code = new CodeEditor({ onChange: changed, onRun: run, onSave: save });
const bar = new DocumentBar((command) => commands[command]());
const problems = new ProblemList((line, column) => code.goTo(line, column));
const runBar = new RunBar(() => (output.isRunning ? output.stop('stopped here') : run()));
const output = new RunOutput(() => runBar.showRunning(output.isRunning));
const openDialog = new OpenDialog({ onChoose: open, onFile: importFile });
const starters = new Starters(async (name) => {
  if (await open(name)) run();
});
const saveDialog = new SaveDialog(async (name) => {
  await current.saveAs(name, code.text);
  showSaved(`Saved. It plays at /play/${name}.`);
});
const versions = new VersionDialog(async (number) => {
  setText(await current.restore(number));
  bar.say(`Version ${number} is the present one again.`);
});

/** @type {Record<import('../components/document-bar.js').Command, () => void>} */
const commands = {
  new: startNew,
  open: () => openDialog.root.showModal(),
  save,
  saveAs: () => saveDialog.open(current.suggestion),
  versions: () => versions.open(current.name),
  share,
  export: exportText,
  remove,
};

byId('write').append(bar.root, code.root, problems.root);
byId('output').append(runBar.root, starters.root, output.root);
document.body.append(openDialog.root, saveDialog.root, versions.root);
output.root.hidden = true;

followScenarios({
  list(found) {
    openDialog.show(found);
    if (output.root.hidden) starters.show(found);
  },
  trouble: (message) => message !== null && bar.say(message),
});
onFileDropped(importFile);
addEventListener('keydown', (event) => {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey)) return;
  if (event.key === 'Enter' || event.key === 's') {
    event.preventDefault();
    if (event.key === 's') save();
    else run();
  }
});
addEventListener('hashchange', () => start());
addEventListener('pagehide', () => keep());
let isLoaded = false;
/** Settled when the text that was asked for is there: a run waits for it. */
let opening = code.ready;

/** Opens what the address of the page asks for, and runs it where it asks for that, too. */
function start() {
  const isToRun = new URLSearchParams(location.hash.slice(1)).has('run');
  opening = code.ready.then(openAddress);
  if (isToRun) run();
}

/** Opens what the address of the page asks for; else what was worked on last; else a first text. */
async function openAddress() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const name = fragment.get('name');
  if (fragment.has('text')) {
    reads.begin();
    const text = await sharedText(location.hash);
    const before = work.textOf('');
    current.startNew(text ?? FIRST_TEXT);
    setText(text ?? FIRST_TEXT);
    bar.say(
      text === null ? 'The link is damaged: no text could be read from it.' : 'This text came with the link. Nothing of it is saved yet.',
      before === null ? undefined : { label: 'Back to what I wrote', run: () => setText(before) },
    );
    return;
  }
  const latest = name ?? work.latestName() ?? '';
  if (latest !== '') {
    if (!(await read(latest)) && !isLoaded) {
      current.startNew(FIRST_TEXT);
      setText(work.textOf(latest) ?? FIRST_TEXT);
    }
    return;
  }
  const unnamed = work.textOf('');
  current.startNew(FIRST_TEXT);
  setText(unnamed ?? FIRST_TEXT);
  if (unnamed !== null) bar.say('What you wrote and did not save is here again.', { label: 'Start over', run: startNew });
}

/** @param {string} name */
function open(name) {
  const opened = read(name);
  opening = opened.then(() => {});
  return opened;
}

const reads = new Latest();
/** Reads a scenario in; of several that are asked for, the last one. @param {string} name */
async function read(name) {
  const isLatest = reads.begin();
  return attempt(async () => {
    const opened = await current.read(name);
    if (!isLatest()) return;
    keep(); // now, for it may have been written on while the other was read
    const { text, broughtBack } = opened();
    setText(text);
    showName();
    bar.say('');
    if (broughtBack) bar.say('Your changes that were not saved are here again.', { label: 'Discard them', run: () => setText(current.discard()) });
  });
}

function startNew() {
  reads.begin(); // nothing that is being read takes its place
  work.forget('');
  current.startNew(FIRST_TEXT);
  setText(FIRST_TEXT);
  showName();
  bar.say('');
  code.focus();
}

/** Keeps what is not saved; nothing before a text was loaded, when the editor is still empty. */
function keep() {
  if (isLoaded) current.keep(code.text);
}

/** @param {string} text */
function setText(text) {
  isLoaded = true;
  code.setText(text);
  changed();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
function changed() {
  showState();
  clearTimeout(timer);
  timer = setTimeout(() => {
    keep();
    check();
  }, CHECK_AFTER);
}

function showState() {
  bar.show({ name: current.name, origin: current.origin, isChanged: current.isChanged(code.text) });
}

const checks = new Latest();
/**
 * Checks the text as it stands, and shows what is found unless a later check has begun meanwhile.
 * @returns {Promise<boolean | null>} whether it can be played; null where that could not be found out
 */
async function check() {
  const isLatest = checks.begin();
  try {
    const findings = await validate(code.text);
    if (isLatest()) {
      problems.show(findings);
      code.showMistakes([...findings.mistakes, ...findings.warnings]);
    }
    return findings.valid;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.showTrouble(error.message);
    return null;
  }
}

const runs = new Latest();
async function run() {
  const isLatest = runs.begin();
  await opening;
  if (!isLatest()) return; // Run was pressed again: the later one goes on
  clearTimeout(timer);
  keep();
  starters.root.hidden = true;
  output.root.hidden = false;
  const text = code.text;
  const isStored = current.name !== '' && !current.isChanged(text);
  const stored = `/play/${encodeURIComponent(current.name)}`;
  const isValid = await check();
  if (!isLatest()) return;
  if (!isValid) {
    output.stop('the text has mistakes');
    bar.say(isValid === false ? 'It cannot run yet: see what is wrong below the text.' : 'It cannot run yet: the server could not check the text.');
    return;
  }
  await attempt(async () => {
    const play = isStored ? stored : await makeDraft(text);
    if (!isLatest()) return;
    bar.say('');
    output.start(runBar.address(play), runBar.reconnects);
  });
}

function save() {
  if (current.origin !== 'saved') saveDialog.open(current.suggestion);
  else attempt(async () => {
    await current.save(code.text);
    showSaved('Saved.');
  });
}

/** @param {string} message */
function showSaved(message) {
  showName();
  showState();
  bar.say(message);
}

async function remove() {
  const name = current.name;
  const text = code.text;
  await attempt(async () => {
    await current.remove();
    current.startNew('');
    setText(text);
    showName();
    bar.say(`${name} is deleted; its text is still here.`, { label: 'Undo', run: () => attempt(async () => {
      await current.bringBack(name);
      await open(name);
    }) });
  });
}

async function share() {
  const url = await shareLink(new URL('/editor/', location.href).href, code.text);
  bar.offerLink('The link carries the whole text in its fragment, which browsers send to no server.', url);
  await navigator.clipboard?.writeText(url).catch(() => {});
}

function exportText() {
  download(`${current.name || current.suggestion}.yaml`, code.text, 'application/yaml');
}

/** @param {File} dropped */
async function importFile(dropped) {
  const text = await dropped.text();
  keep();
  current.startNew('');
  current.suggestion = dropped.name.replace(/\.[^.]*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'my-stream';
  setText(text);
  showName();
  bar.say(`${dropped.name} was read. Nothing of it is saved yet.`);
}

/** The address of the page names what is open, so that it can be kept and sent. */
function showName() {
  history.replaceState(null, '', current.name === '' ? location.pathname : `#name=${encodeURIComponent(current.name)}`);
}

/** Does something that the server may refuse; then its sentence is shown. @param {() => Promise<void>} action */
async function attempt(action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isLost = error.status === 412;
    bar.say(isLost ? 'It was saved elsewhere in the meantime. Save as another name, or open it again.' : error.message);
    if (error.mistakes.length > 0) problems.show({ valid: false, mistakes: error.mistakes, warnings: [] });
    return false;
  }
}

start();
