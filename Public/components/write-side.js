// @ts-check
import { importSentence, readDropped } from '../lib/dropped-file.js';
import { FIRST_TEXT } from '../lib/first-text.js';
import { Latest } from '../lib/latest.js';
import { Refusal } from '../lib/problem.js';
import { importArchive } from '../lib/scenario-api.js';
import { nameOfFile, ScenarioDocument } from '../lib/scenario-document.js';
import { shownName } from '../lib/scenario-names.js';
import { server } from '../lib/server.js';
import { shareLink, sharedText } from '../lib/share-link.js';
import { at, urlOf } from '../lib/site.js';
import { isHandOut, UnsavedWork } from '../lib/unsaved-work.js';
import { viewer } from '../lib/viewer.js';
import { CodeEditor } from './code-editor.js';
import { confirmed } from './dialogs.js';
import { DocumentBar } from './document-bar.js';
import { download } from './download.js';
import { element } from './element.js';
import { ScenarioCheck } from './scenario-check.js';
import { SaveDialog } from './save-dialog.js';
import { refused } from './server-notice.js';
import { VersionDialog } from './version-dialog.js';

/** @typedef {import('../lib/playground-address.js').Asked} Asked */

const CHECK_AFTER = 250;

/**
 * The side of the page for writing a scenario. The text is checked while it is written, kept in the browser, saved and shared.
 *
 *     const write = new WriteSide({ onRun, onLine, onChange, onList });
 *     byId('playground').append(write.root);
 *     write.openAsked(readAddress(location.hash));
 */
export class WriteSide {
  root = element('section', { id: 'write', class: 'write', 'aria-label': 'The scenario' });
  #listeners;
  #work = new UnsavedWork(localStorage, () => viewer.you?.name ?? '');
  #document = new ScenarioDocument(this.#work);
  #code;
  #bar;
  #check = new ScenarioCheck(
    (line, column) => this.#code.goTo(line, column),
    (mistakes) => this.#code.showMistakes(mistakes),
  );
  #saveDialog = new SaveDialog((name) => this.#saveAs(name));
  #versions = new VersionDialog(async (number) => {
    this.#setText(await this.#document.restore(number));
    this.say(`Version ${number} is the current one again.`);
  });
  #reads = new Latest();
  #isLoaded = false;
  /** @type {Promise<unknown>} Settles when the requested text is loaded. */
  #opening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {{ onRun: () => void, onLine: (line: number) => void, onChange: () => void, onList: () => void }} listeners
   *     `onLine` gets the clicked line; `onChange` is called after a change of the text or its name, and after a check
   */
  constructor(listeners) {
    this.#listeners = listeners;
    this.#code = new CodeEditor({ onChange: () => this.#changed(), onRun: listeners.onRun, onSave: () => this.save(), onLine: listeners.onLine });
    this.#bar = new DocumentBar((command) => commands[command]());
    this.#opening = this.#code.ready;
    /** @type {Record<import('./document-bar.js').Command, () => void>} */
    const commands = {
      list: listeners.onList,
      new: () => this.#startNew(),
      save: () => this.save(),
      saveAs: () => this.#saveDialog.open(this.#document.suggestion),
      versions: () => this.#versions.open(this.#document.name),
      share: () => this.#share(),
      export: () => download(`${this.#document.name || this.#document.suggestion}.yaml`, this.text, 'application/yaml'),
      remove: () => this.#remove(),
    };
    this.root.append(this.#bar.root, this.#code.root, this.#check.root);
    document.body.append(this.#saveDialog.root, this.#versions.root);
    addEventListener('pagehide', () => this.#keep());
    server.onUp(() => this.#isLoaded && this.check());
    viewer.onChange(() => this.#isLoaded && this.#showState()); // whether the viewer may overwrite it may have changed
  }

  get text() {
    return this.#code.text;
  }

  /** The known event types that the text sends. */
  get types() {
    return this.#check.types(this.text);
  }

  /** The framing of its stream. */
  get format() {
    return this.#check.format;
  }

  /** How the scenario is meant to be called; null where it does not define that. */
  get call() {
    return this.#check.call;
  }

  /** Whether it has unsaved changes worth keeping. */
  get isUnsaved() {
    return this.#document.isChanged(this.text) && this.text.trim() !== '';
  }

  /** Whether a text has been loaded. */
  get isLoaded() {
    return this.#isLoaded;
  }

  get name() {
    return this.#document.name;
  }

  /** The name under which unsaved work is kept. */
  get slot() {
    return this.#document.slot;
  }

  /** Where the text plays; null unless it is the saved text of a scenario. */
  get place() {
    return this.name !== '' && !this.#document.isChanged(this.text) ? this.#document.place : null;
  }

  /** Settles when the requested text is loaded. */
  async settled() {
    for (let opening; opening !== this.#opening; ) {
      opening = this.#opening;
      await opening;
    }
  }

  /**
   * Opens the text that the page's address requests, or else the latest unsaved work, or else a first text.
   * @param {Asked} asked
   */
  openAsked(asked) {
    this.#opening = Promise.all([this.#code.ready, viewer.ready]).then(() => (asked.hasText ? this.#openShared() : this.#openLatest(asked.name)));
  }

  /** @param {string} name @returns {Promise<boolean>} whether it could be read */
  open(name) {
    const opened = this.#read(name);
    this.#opening = opened;
    return opened;
  }

  /**
   * Opens a file that was dropped or chosen: the text of a scenario, or an archive, whose scenarios are saved.
   * @param {File[]} files
   */
  async openFiles(files) {
    if (files.length !== 1) return this.say('One file at a time, please: several scenarios come in one archive (.tar.gz).');
    const [file] = files;
    const isLatest = this.#reads.begin();
    const content = await readDropped(file);
    if (!isLatest()) return;
    if (content.kind === 'refused') this.say(content.reason);
    else if (content.kind === 'archive') await this.attempt(async () => this.say(importSentence(file.name, await importArchive(content.bytes, content.type))));
    else await this.#openText(content.text, file.name, isLatest);
  }

  /**
   * Replaces the text by that of a file, after a confirmation if unsaved work would be lost.
   * @param {string} text @param {string} fileName @param {() => boolean} isLatest
   */
  async #openText(text, fileName, isLatest) {
    const other = this.slot === '' ? null : this.#work.textOf(''); // the file takes the slot of unnamed work, whatever is open
    const before = other ?? (this.isUnsaved ? this.text : null);
    if (before !== null && before !== text) {
      const whose = other !== null ? 'What you wrote before, without a name,' : this.name === '' ? 'The text that is open' : `What you changed in ${shownName(this.name)}`;
      if (!(await confirmed('Replace the text?', `${whose} is not saved. Open ${fileName} in its place?`, `Open ${fileName}`, 'Keep my text')) || !isLatest()) return;
    }
    this.#keep();
    this.#document.startNew('');
    this.#document.suggestion = nameOfFile(fileName);
    this.#setText(text);
    this.say(`${fileName} was read. It is not saved yet.`, this.#wayBack(before));
  }

  /**
   * Opens a text that has no name.
   * @param {string} text @param {string} saved the text that counts as unchanged @param {string} [slot] the name under which unsaved work is kept
   */
  openUnnamed(text, saved, slot = '') {
    this.#reads.begin();
    this.#keep();
    this.#document.startNew(saved, slot);
    this.#setText(text);
  }

  /**
   * Returns an action that brings back a replaced text, which is not kept anywhere else.
   * @param {string | null} before
   */
  #wayBack(before) {
    return before === null ? undefined : { label: 'Back to what I wrote', run: () => this.#setText(before) };
  }

  /**
   * Checks the current text.
   * @returns {Promise<boolean | null>} whether it can be played; null where that could not be determined
   */
  async check() {
    clearTimeout(this.#timer);
    this.#keep();
    const isValid = await this.#check.check(this.text);
    this.#listeners.onChange();
    return isValid;
  }

  /**
   * Checks whether the open scenario was saved elsewhere in the meantime.
   * @param {import('../lib/scenario-feed.js').Scenario[]} scenarios
   */
  compare(scenarios) {
    const { name, updated } = this.#document;
    const found = scenarios.find((scenario) => scenario.name === name);
    if (!found || name === '' || found.updated === updated) return;
    if (!this.#document.isChanged(this.text)) this.open(name);
    else
      this.say(`${shownName(name)} was saved elsewhere in the meantime.`, {
        label: 'Open that, and drop my changes',
        run: () => {
          this.#setText(this.#document.discard());
          this.open(name);
        },
      });
  }

  /**
   * Shows a message above the text.
   * @param {string} text @param {{ label: string, run: () => void }} [action]
   */
  say(text, action) {
    this.#bar.say(text, action);
  }

  /**
   * Performs an action that the server may refuse. If it does, its message is shown.
   * @param {() => Promise<void>} action
   */
  async attempt(action) {
    try {
      await action();
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (refused(error, () => this.attempt(action), true)) return false;
      this.say(error.status === 412 ? 'It was saved elsewhere in the meantime. Save as another name, or open it again.' : error.message);
      if (error.mistakes.length > 0) this.#check.showMistakes(error.mistakes);
      return false;
    }
  }

  save() {
    if (!this.#document.mayOverwrite) this.#saveDialog.open(this.#document.suggestion);
    else
      this.attempt(async () => {
        await this.#document.save(this.text);
        this.#showState();
        this.say('Saved.');
      });
  }

  /**
   * Highlights a line.
   * @param {number | null} line
   */
  showLine(line) {
    this.#code.showLine(line);
  }

  /** @param {number} line */
  goTo(line) {
    this.#code.goTo(line, 1);
  }

  /**
   * Tells the bar whether the list of scenarios is shown.
   * @param {boolean} isShown @param {string} id
   */
  showList(isShown, id) {
    this.#bar.showList(isShown, id);
  }

  async #openShared() {
    this.#reads.begin();
    const text = await sharedText(location.hash);
    const before = this.#work.textOf('');
    this.#document.startNew(text ?? FIRST_TEXT);
    this.#setText(text ?? FIRST_TEXT);
    this.say(
      text === null ? 'The link is damaged: no text could be read from it.' : 'This text came with the link. It is not saved yet.',
      this.#wayBack(before),
    );
  }

  /** @param {string | null} name */
  async #openLatest(name) {
    const latest = name ?? this.#work.latestName() ?? '';
    if (latest !== '' && !isHandOut(latest)) {
      if (!(await this.#read(latest)) && !this.#isLoaded) {
        this.#document.startNew(FIRST_TEXT);
        this.#setText(this.#work.textOf(latest) ?? FIRST_TEXT);
      }
      return;
    }
    const unnamed = this.#work.textOf(latest);
    this.#document.startNew(FIRST_TEXT, latest);
    this.#setText(unnamed ?? FIRST_TEXT);
    if (unnamed !== null) this.say('What you wrote and did not save is here again.', { label: 'Start over', run: () => this.#startNew() });
  }

  /**
   * Reads a scenario and opens it, unless another one was requested in the meantime.
   * @param {string} name
   */
  async #read(name) {
    const isLatest = this.#reads.begin();
    return this.attempt(async () => {
      const opened = await this.#document.read(name);
      if (!isLatest()) return;
      this.#keep(); // now, because the text may have changed while the other was read
      const { text, broughtBack } = opened();
      this.#setText(text);
      this.say('');
      if (broughtBack) this.say('Your unsaved changes are here again.', { label: 'Discard them', run: () => this.#setText(this.#document.discard()) });
    });
  }

  #startNew() {
    this.#reads.begin(); // so that a scenario that is being read does not replace it
    this.#keep();
    const before = this.slot !== '' ? this.#work.textOf('') : this.isUnsaved ? this.text : null;
    this.#work.forget('');
    this.#document.startNew(FIRST_TEXT);
    this.#setText(FIRST_TEXT);
    this.say(before === null ? '' : 'A new text. What you wrote before was not saved.', this.#wayBack(before));
    this.#code.focus();
  }

  /** Keeps unsaved work. Does nothing before a text was loaded, while the editor is empty. */
  #keep() {
    if (this.#isLoaded) this.#document.keep(this.text);
  }

  /** @param {string} text */
  #setText(text) {
    this.#isLoaded = true;
    this.#code.setText(text);
    this.#changed();
  }

  #changed() {
    this.#showState();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(), CHECK_AFTER);
  }

  #showState() {
    const { name, origin, mayOverwrite } = this.#document;
    this.#bar.show({ name, origin, mayOverwrite, isChanged: this.#document.isChanged(this.text) });
    this.#listeners.onChange();
  }

  /** @param {string} name */
  async #saveAs(name) {
    await this.#document.saveAs(name, this.text);
    this.#showState();
    this.say(`Saved. It plays at ${viewer.isParticipant ? urlOf(`/play/${shownName(name)}`) : at(`/play/${name}`)}.`);
  }

  async #remove() {
    const { name, text } = this;
    await this.attempt(async () => {
      await this.#document.remove();
      this.#document.startNew('');
      this.#setText(text);
      this.say(`${shownName(name)} is deleted; its text is still here.`, {
        label: 'Undo',
        run: () =>
          this.attempt(async () => {
            await this.#document.bringBack(name);
            await this.open(name);
          }),
      });
    });
  }

  async #share() {
    const url = await shareLink(urlOf('/'), this.text);
    this.#bar.offerLink('The link contains the whole text in its fragment, which browsers do not send to servers.', url);
  }
}
