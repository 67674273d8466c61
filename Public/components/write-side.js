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
 * Where a scenario is written, checked as it is written, kept, saved, and shared.
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
    this.say(`Version ${number} is the present one again.`);
  });
  #reads = new Latest();
  #isLoaded = false;
  /** @type {Promise<unknown>} Settled when the text that was asked for is there. */
  #opening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {{ onRun: () => void, onLine: (line: number) => void, onChange: () => void, onList: () => void }} listeners
   *     `onLine` is told the line that was clicked, `onChange` of another text or name, and of what a check found
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
    server.onChange((state) => state === 'up' && this.#isLoaded && this.check());
    viewer.onChange(() => this.#isLoaded && this.#showState()); // what one may save over is another's, or one's own now
  }

  get text() {
    return this.#code.text;
  }

  /** The event types that it sends, as far as they are known. */
  get types() {
    return this.#check.types(this.text);
  }

  /** How what it plays is framed. */
  get format() {
    return this.#check.format;
  }

  /** How it is called, as it says itself; null where it says nothing. */
  get call() {
    return this.#check.call;
  }

  /** Whether it was changed, and is worth keeping. */
  get isUnsaved() {
    return this.#document.isChanged(this.text) && this.text.trim() !== '';
  }

  /** Whether there is a text already. */
  get isLoaded() {
    return this.#isLoaded;
  }

  get name() {
    return this.#document.name;
  }

  /** Under which name it is kept while it is not saved. */
  get slot() {
    return this.#document.slot;
  }

  /** Where the text plays as it stands, while it is that of a scenario; else null. */
  get place() {
    return this.name !== '' && !this.#document.isChanged(this.text) ? this.#document.place : null;
  }

  /** Settled when the text that was asked for is there. */
  async settled() {
    for (let opening; opening !== this.#opening; ) {
      opening = this.#opening;
      await opening;
    }
  }

  /**
   * Opens what the address of the page asks for; else what was worked on last; else a first text.
   * @param {Asked} asked
   */
  openAsked(asked) {
    this.#opening = Promise.all([this.#code.ready, viewer.ready]).then(() => (asked.hasText ? this.#openShared() : this.#openLatest(asked.name)));
  }

  /** @param {string} name @returns {Promise<boolean>} whether it could be had */
  open(name) {
    const opened = this.#read(name);
    this.#opening = opened;
    return opened;
  }

  /**
   * Opens a file that was dropped or chosen: a scenario's text, or an archive, whose scenarios are saved.
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
   * Puts the text of a file in the place of what is there, which is asked about where it is not saved.
   * @param {string} text @param {string} fileName @param {() => boolean} isLatest
   */
  async #openText(text, fileName, isLatest) {
    const other = this.slot === '' ? null : this.#work.textOf(''); // its place is taken, whatever is open
    const before = other ?? (this.isUnsaved ? this.text : null);
    if (before !== null && before !== text) {
      const whose = other !== null ? 'What you wrote before, without a name,' : this.name === '' ? 'The text that is open' : `What you changed in ${shownName(this.name)}`;
      if (!(await confirmed('Replace the text?', `${whose} is not saved. Open ${fileName} in its place?`, `Open ${fileName}`, 'Keep my text')) || !isLatest()) return;
    }
    this.#keep();
    this.#document.startNew('');
    this.#document.suggestion = nameOfFile(fileName);
    this.#setText(text);
    this.say(`${fileName} was read. Nothing of it is saved yet.`, this.#wayBack(before));
  }

  /**
   * Opens a text that has no name.
   * @param {string} text @param {string} saved what of it counts as saved @param {string} [slot] under which name it is kept
   */
  openUnnamed(text, saved, slot = '') {
    this.#reads.begin();
    this.#keep();
    this.#document.startNew(saved, slot);
    this.#setText(text);
  }

  /**
   * A way back to a text that was replaced, and that is nowhere else.
   * @param {string | null} before
   */
  #wayBack(before) {
    return before === null ? undefined : { label: 'Back to what I wrote', run: () => this.#setText(before) };
  }

  /**
   * Checks the text as it stands.
   * @returns {Promise<boolean | null>} whether it can be played; null where that could not be found out
   */
  async check() {
    clearTimeout(this.#timer);
    this.#keep();
    const isValid = await this.#check.check(this.text);
    this.#listeners.onChange();
    return isValid;
  }

  /**
   * Looks whether the text that is open was saved elsewhere since.
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
   * Says something above the text.
   * @param {string} text @param {{ label: string, run: () => void }} [action]
   */
  say(text, action) {
    this.#bar.say(text, action);
  }

  /**
   * Does something that the server may refuse; then its sentence is shown.
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
   * Lights up a line.
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
   * Whether the list of scenarios is shown.
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
      text === null ? 'The link is damaged: no text could be read from it.' : 'This text came with the link. Nothing of it is saved yet.',
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
   * Reads a scenario in; of several that are asked for, the last one.
   * @param {string} name
   */
  async #read(name) {
    const isLatest = this.#reads.begin();
    return this.attempt(async () => {
      const opened = await this.#document.read(name);
      if (!isLatest()) return;
      this.#keep(); // now, for it may have been written on while the other was read
      const { text, broughtBack } = opened();
      this.#setText(text);
      this.say('');
      if (broughtBack) this.say('Your changes that were not saved are here again.', { label: 'Discard them', run: () => this.#setText(this.#document.discard()) });
    });
  }

  #startNew() {
    this.#reads.begin(); // nothing that is being read takes its place
    this.#keep();
    const before = this.slot !== '' ? this.#work.textOf('') : this.isUnsaved ? this.text : null;
    this.#work.forget('');
    this.#document.startNew(FIRST_TEXT);
    this.#setText(FIRST_TEXT);
    this.say(before === null ? '' : 'A new text. What you wrote before was not saved.', this.#wayBack(before));
    this.#code.focus();
  }

  /** Keeps what is not saved; nothing before a text was loaded, when the editor is still empty. */
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
    this.#bar.offerLink('The link carries the whole text in its fragment, which browsers send to no server.', url);
  }
}
