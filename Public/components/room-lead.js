// @ts-check
import { endHandOut, forgetRoom, handOut, signEverybodyOut } from '../lib/room-api.js';
import { hasGoodVersion } from '../lib/scenario-feed.js';
import { shownName } from '../lib/scenario-names.js';
import { confirmed } from './dialogs.js';
import { element, field, onSubmit, setText } from './element.js';
import { attempt } from './server-notice.js';

/** @typedef {import('../lib/scenario-feed.js').Scenario} Scenario */

/**
 * The presenter's controls for the whole room: hands out a scenario, signs everybody out, forgets everything.
 *
 *     const lead = new RoomLead(() => room.read());
 *     lead.showScenarios(scenarios);
 *     lead.show(await readRoom());
 */
export class RoomLead {
  root;
  #onDone;
  #scenario = element('select', { id: 'hand-out-scenario' });
  #now = element('p', { role: 'status' });
  #end = element('button', { type: 'button', class: 'quiet', on: { click: () => this.#attempt(endHandOut, 'It is no longer handed out; whoever has it open keeps it.') } }, 'End it');
  #said = element('p', { role: 'status' });
  #shown = '';

  /** @param {() => void} onDone called after a change of the room */
  constructor(onDone) {
    this.#onDone = onDone;
    const form = element('form', { class: 'fields' }, field('Scenario', this.#scenario, 'wide'), element('button', { type: 'submit', class: 'primary' }, 'Hand out'));
    onSubmit(form, () => {
      const name = this.#scenario.value;
      this.#attempt(() => handOut(name), `${shownName(name)} was handed out: everybody’s page opens it.`);
    });
    this.root = element(
      'section',
      { class: 'card room-lead', 'aria-labelledby': 'lead-title' },
      element('h2', { id: 'lead-title' }, 'Hand out'),
      element('p', { class: 'muted note' }, 'Everybody’s page opens it; unsaved work is kept. Whoever joins later gets it, too.'),
      form,
      element('div', { class: 'toolbar' }, this.#now, this.#end),
      this.#said,
      element('h2', {}, 'End'),
      element(
        'div',
        { class: 'toolbar' },
        element('button', { type: 'button', on: { click: () => this.#signOut() } }, 'Sign everybody out'),
        element('button', { type: 'button', class: 'danger', on: { click: () => this.#forget() } }, 'End and forget'),
      ),
    );
  }

  /** @param {Scenario[]} scenarios */
  showScenarios(scenarios) {
    const playable = scenarios.filter(hasGoodVersion);
    const key = playable.map(({ name, title }) => `${name}\n${title}`).join('\n');
    if (key === this.#shown) return;
    this.#shown = key;
    const chosen = this.#scenario.value;
    this.#scenario.replaceChildren(...playable.map(({ name, title }) => element('option', { value: name }, title ? `${title} (${shownName(name)})` : shownName(name))));
    if (playable.some(({ name }) => name === chosen)) this.#scenario.value = chosen;
  }

  /** @param {import('../lib/room-api.js').Room} room */
  show({ handout }) {
    setText(this.#now, handout === null ? 'Nothing is handed out.' : `Handed out now: ${handout.title}.`);
    this.#end.hidden = handout === null;
  }

  async #signOut() {
    if (await confirmed('Sign everybody out?', 'The room gets a new code, and everybody has to join again. Names and saved work are kept.', 'Sign everybody out', 'Leave them in')) {
      await this.#attempt(signEverybodyOut, 'Everybody was signed out. The link and its QR code are new.');
    }
  }

  async #forget() {
    if (await confirmed('End and forget?', 'All names, everything that participants have saved, and what their clients received are deleted permanently. Let everybody take their scenarios home first.', 'Forget it all', 'Keep it')) {
      await this.#attempt(forgetRoom, 'Everything is forgotten. The link and its QR code are new.');
    }
  }

  /** @param {() => Promise<void>} action @param {string} done the message after success */
  #attempt(action, done) {
    const said = this.#said;
    return attempt(
      async () => {
        said.className = '';
        await action();
        said.textContent = done;
        this.#onDone();
      },
      (sentence) => Object.assign(said, { className: 'trouble', textContent: sentence }),
    );
  }
}
