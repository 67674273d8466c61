// @ts-check
import { Latest } from '../lib/latest.js';
import { RunClient } from '../lib/run-client.js';
import { hasDraft, makeDraft } from '../lib/scenario-api.js';
import { isAboutReconnecting } from '../lib/scenario-hints.js';
import { server } from '../lib/server.js';
import { inSession, newSessionKey } from '../lib/session-key.js';
import { shownAddress } from '../lib/shown-address.js';
import { VerdictWatch } from '../lib/verdict.js';
import { viewer } from '../lib/viewer.js';
import { WatchClient } from '../lib/watch-client.js';
import { CodeSamples } from './code-samples.js';
import { element } from './element.js';
import { RunControls } from './run-controls.js';
import { RunView } from './run-view.js';
import { refused } from './server-notice.js';
import { Starters } from './starters.js';

const narrow = matchMedia('(max-width: 860px)');

/**
 * Runs the text, or watches a session, and shows the events that arrive. It has at most one run.
 *
 *     const run = new RunSide(write, { onStarter, onOpen, onWatch, onPlay, onStream });
 *     byId('playground').append(run.root);
 *     run.start();
 */
export class RunSide {
  root = element('section', { id: 'output', class: 'run-side', 'aria-label': 'The run', tabindex: '-1' });
  output;
  #write;
  #onOpen;
  #onPlay;
  #onStream;
  #controls;
  #samples = new CodeSamples();
  #starters;
  #starts = new Latest();
  /** @type {RunClient | WatchClient | null} */
  #client = null;
  #opened = '';
  /** @type {VerdictWatch | null} */
  #verdict = null;
  /** @type {import('../lib/scenario-api.js').Draft & { text: string } | null} The last draft, while it exists, and its text. */
  #draft = null;
  /** The text that was run last, and its name at that time. */
  #ran = { text: '', name: '' };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #draftTimer;

  /**
   * @param {import('./write-side.js').WriteSide} write
   * @param {object} listeners
   * @param {(name: string) => void} listeners.onStarter
   * @param {(name: string) => Promise<boolean>} listeners.onOpen
   * @param {(session: string) => void} listeners.onWatch
   * @param {() => void} listeners.onPlay called when another run begins
   * @param {(isOpen: boolean) => void} listeners.onStream called when the page's stream of a journal opens and ends
   */
  constructor(write, { onStarter, onOpen, onWatch, onPlay, onStream }) {
    this.#write = write;
    this.#onPlay = onPlay;
    this.#onOpen = onOpen;
    this.#onStream = onStream;
    this.#controls = new RunControls({
      onToggle: () => (this.#client?.isRunning ? this.#client.stop('stopped here') : this.start()),
      onCopyAs: () => this.#copyAs(),
      onWatch,
    });
    this.#starters = new Starters(onStarter);
    this.output = new RunView((chosen) => this.#showLine(chosen));
    this.root.append(this.#controls.root, this.#starters.root, this.output.root);
    document.body.append(this.#samples.root);
    this.output.root.hidden = true;
    server.onUp(() => this.#checkDraft()); // the server may have been restarted
  }

  /**
   * The session that is watched; null where a run is shown.
   * @returns {string | null}
   */
  get watched() {
    return this.#client instanceof WatchClient ? this.#client.session : null;
  }

  /** Whether the page has opened a stream itself: that of a journal. */
  get isWatching() {
    return this.#client?.isWatching ?? false;
  }

  focus() {
    this.#controls.focus();
  }

  /** @param {import('../lib/scenario-feed.js').Scenario[]} scenarios */
  showStarters(scenarios) {
    if (this.output.root.hidden) this.#starters.show(scenarios);
  }

  /** Updates the controls and the note after the text or its name has changed. */
  showOpened() {
    const { place, name, text } = this.#write;
    const draft = text === this.#draft?.text ? this.#draft.play : null;
    this.#controls.setTemplate(place ? place.address ?? place.play : draft);
    this.#showWhose();
    this.#controls.suggestTypes(this.#write.types);
    this.#controls.setCall(this.#write.call);
    this.#controls.setFormat(this.#write.format);
    if (name === this.#opened) return;
    this.#opened = name;
    this.#controls.suggestReconnects(isAboutReconnecting(text));
  }

  /** Plays the current text, saved or not. */
  async start() {
    const isLatest = this.#starts.begin();
    await this.#write.settled();
    if (!isLatest()) return; // Run was pressed again: the later call continues
    this.#starters.root.hidden = true;
    this.output.root.hidden = false;
    const { text, place } = this.#write;
    const isValid = await this.#write.check();
    if (!isLatest()) return;
    if (!isValid) {
      this.#client?.stop('the text has mistakes');
      this.#write.say(isValid === false ? 'It cannot run yet: see what is wrong below the text.' : 'It cannot run yet: the server could not check the text.');
      if (narrow.matches) this.#write.root.scrollIntoView();
      return;
    }
    await this.#write.attempt(async () => {
      if (!place) await this.#makeDraft(text);
      if (!isLatest()) return;
      this.#write.say('');
      this.#ran = { text, name: this.#write.name };
      this.#play();
    });
  }

  /**
   * Highlights the entries that a line of the scenario sent.
   * @param {number} line
   */
  chooseLine(line) {
    const scenario = this.#client instanceof RunClient ? this.#ran.name : this.#write.name;
    if (!this.output.root.hidden && this.#isTextOf(scenario)) this.output.chooseLine(line, scenario);
  }

  /**
   * Shows the streams of a session, for any client that reads them.
   * @param {string} session
   */
  watch(session) {
    this.#starts.begin();
    this.#client?.leave();
    /** @type {WatchClient} */
    const client = new WatchClient(
      session,
      () => client === this.#client && this.#showState(client),
      (refusal) => refused(refusal, () => client === this.#client && this.watch(session), false),
    );
    this.#show(client);
    this.#bringIntoSight();
  }

  #play() {
    this.#client?.leave();
    const { address, session } = inSession(this.#controls.address, newSessionKey(viewer.session));
    /** @type {RunClient} */
    const client = new RunClient({ ...this.#controls.client, address, session, scenario: this.#write.name, textPlace: this.#write.call?.text ?? null }, () => client === this.#client && this.#showState(client), (refusal) => refused(refusal, () => {}, false));
    this.#show(client);
    this.#onPlay();
    this.#bringIntoSight();
  }

  /** On a phone, the output is below the text and the controls. */
  #bringIntoSight() {
    if (narrow.matches) this.output.root.scrollIntoView();
  }

  /** @param {RunClient | WatchClient} client */
  #show(client) {
    this.#client = client;
    this.#verdict?.close();
    this.output.verdict.show(null);
    const verdict = new VerdictWatch(client.session, (found) => this.output.verdict.show(found));
    this.#verdict = verdict;
    client.onEntry = () => verdict.notice();
    this.#starters.root.hidden = true;
    this.output.root.hidden = false;
    this.#showState(client);
  }

  /** @param {RunClient | WatchClient} client */
  #showState(client) {
    this.#controls.showRunning(client.isRunning);
    if (client instanceof WatchClient) this.#controls.showWatched(client.session, client.isEmpty);
    this.output.show(client.lanes, client.heading);
    this.#showWhose();
    this.#onStream(client.isWatching);
    if (client instanceof RunClient && !client.isRunning && client.record.state.failed) this.#checkDraft(); // the draft may be gone
  }

  /** Adds a note where the run is not one of the open text. */
  #showWhose() {
    const { text, name } = this.#write;
    const ran = this.#ran;
    let note = '';
    if (this.#client instanceof RunClient && text !== ran.text) {
      note =
        name === ran.name
          ? 'This run is of the text as it was before it was changed. Run shows what it does now.'
          : `This run is of ${ran.name || 'a text without a name'}, and not of ${name || 'the text'}, which is open.`;
    }
    this.output.showNote(note);
  }

  /**
   * Whether the open text is the one that was played, so that its line numbers match.
   * @param {string} scenario
   */
  #isTextOf(scenario) {
    if (this.#client instanceof RunClient) return this.#write.text === this.#ran.text; // it may have been saved under a name since
    return scenario === this.#write.name && this.#write.place !== null;
  }

  /**
   * Highlights the line that sent the chosen entry, where it is a line of the open text.
   * @param {import('./run-output.js').ChosenLine} chosen
   */
  async #showLine({ lane: { scenario }, line, isToGo }) {
    if (isToGo && !this.#isTextOf(scenario) && scenario !== this.#write.name && (scenario === '' || !(await this.#onOpen(scenario)))) return;
    this.#write.showLine(this.#isTextOf(scenario) ? line : null);
    if (isToGo && line !== null) this.#write.goTo(line);
  }

  /**
   * Makes an address for an unsaved text.
   * @param {string} text
   */
  async #makeDraft(text) {
    const draft = await makeDraft(text);
    this.#draft = { ...draft, text };
    this.#controls.setTemplate(draft.play);
    clearTimeout(this.#draftTimer);
    const left = Date.parse(draft.expires) - Date.now();
    if (left > 0) this.#draftTimer = setTimeout(() => this.#checkDraft(), left + 1000);
  }

  /** Shows a message if the address of an unsaved text no longer exists. */
  async #checkDraft() {
    const draft = this.#draft;
    if (draft === null || (await hasDraft(draft.id)) !== false || draft !== this.#draft) return;
    this.#draft = null;
    if (this.#write.text !== draft.text || this.#write.place) return; // its address is not shown
    this.#controls.setTemplate(null);
    this.#write.say('The address of this text is gone: the server keeps an unsaved text for at most an hour, and not across a restart. Run it again, or save it.');
  }

  async #copyAs() {
    await this.#checkDraft();
    if (this.#controls.address === '') return;
    const { method, headers, body, types, closeAfter } = this.#controls.client;
    const url = shownAddress(this.#controls.address);
    const known = [...new Set([...types, ...this.output.types])].filter((type) => type !== 'message');
    this.#samples.open({ url, format: this.#controls.format, method, headers, body, types: known, closeAfter: closeAfter.filter((type) => known.includes(type)), closeAtData: this.#write.call === null ? [] : closeAfter.filter((type) => !known.includes(type)) });
  }
}
