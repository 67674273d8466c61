// @ts-check
import { formatBytes, formatDate } from '../lib/format.js';
import { linesOfDiff } from '../lib/line-diff.js';
import { readDiff, readVersions } from '../lib/scenario-api.js';
import { diffView } from './diff-view.js';
import { makeDialog } from './dialogs.js';
import { element } from './element.js';
import { attempt } from './server-notice.js';

/**
 * Lists the versions of a saved scenario, compares each with the current one, and restores it.
 *
 *     const versions = new VersionDialog(async (number) => setText(await scenario.restore(number)));
 *     document.body.append(versions.root);
 *     versions.open('counter');
 */
export class VersionDialog {
  root;
  #list = element('ul', { class: 'version-list' });
  #diff = element('div', { hidden: true });
  #note = element('p', { class: 'muted', role: 'status' });
  #restore;

  /** @param {(number: number) => Promise<void>} restore */
  constructor(restore) {
    this.#restore = restore;
    this.root = makeDialog('Versions', this.#note, this.#list, this.#diff);
  }

  /** @param {string} name */
  async open(name) {
    this.#note.textContent = 'Reading the versions…';
    this.#list.replaceChildren();
    this.#diff.hidden = true;
    this.root.showModal();
    await this.#attempt(async () => {
      const versions = await readVersions(name);
      const latest = versions[0]?.number ?? 0;
      this.#note.textContent = `Each save of ${name} is a version; the latest 50 are kept.`;
      this.#list.replaceChildren(...versions.map((version) => this.#item(name, version, latest)));
    });
  }

  /** @param {string} name @param {import('../lib/scenario-api.js').Version} version @param {number} latest */
  #item(name, version, latest) {
    const compare = () => this.#attempt(async () => this.#showDiff(version.number, await readDiff(name, version.number, latest)));
    const restore = () =>
      this.#attempt(async () => {
        await this.#restore(version.number);
        this.root.close();
      });
    const isLatest = version.number === latest;
    return element(
      'li',
      {},
      element('span', {}, element('b', {}, `Version ${version.number}`), isLatest ? ' (the current one)' : ''),
      element('span', { class: 'muted' }, `${formatDate(version.saved)} · ${formatBytes(version.size)}${version.note ? ` · ${version.note}` : ''}`),
      isLatest
        ? null
        : element(
            'span',
            { class: 'version-actions' },
            element('button', { type: 'button', class: 'quiet', 'aria-label': `Compare version ${version.number}`, on: { click: compare } }, 'Compare'),
            element('button', { type: 'button', class: 'quiet', 'aria-label': `Restore version ${version.number}`, on: { click: restore } }, 'Restore'),
          ),
    );
  }

  /** @param {number} number the version that is compared @param {string} diff a unified diff */
  #showDiff(number, diff) {
    this.#diff.hidden = false;
    const title = element('h3', {}, `From version ${number} to the current one`);
    if (diff === '') this.#diff.replaceChildren(title, element('p', { class: 'muted' }, 'The texts are the same.'));
    else this.#diff.replaceChildren(title, diffView(`How version ${number} differs`, linesOfDiff(diff)));
    this.#diff.scrollIntoView({ block: 'nearest' });
  }

  /** @param {() => Promise<void>} action */
  #attempt(action) {
    return attempt(action, (sentence) => (this.#note.textContent = sentence));
  }
}
