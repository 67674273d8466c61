// @ts-check
import { allowOrigin, readRefusedOrigins } from '../lib/origins-api.js';
import { Refusal } from '../lib/problem.js';
import { isOfThisMachine } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { element } from './element.js';

/**
 * Lists the origins whose pages were refused a stream, which the browser does not explain to those pages, and how to allow them.
 *
 *     const refused = new RefusedOrigins();
 *     document.body.append(refused.root);
 *     refused.read();
 */
export class RefusedOrigins {
  root = element('div', { class: 'refused-origins', role: 'status' });

  /** @param {import('../lib/origins-api.js').RefusedOrigin} entry */
  #row({ origin, target, advice }) {
    const said = element('span', {}, ` A page of ${origin} asked for ${target}: ${advice} `);
    const allow = element('button', { type: 'button', on: { click: () => this.#allow(origin, said, allow) } }, 'Allow it until the server stops');
    // Only a viewer on the server's machine may allow it, and not where a scenario's own `cors` refuses it.
    const isLocal = isOfThisMachine(location.hostname);
    const isServers = advice.includes('ALLOWED_ORIGINS=');
    return element('p', { class: 'trouble' }, said, isLocal && isServers && /^https?:/.test(origin) ? allow : null);
  }

  /** @param {string} origin @param {HTMLElement} said @param {HTMLButtonElement} button */
  async #allow(origin, said, button) {
    try {
      await allowOrigin(origin);
      button.remove();
      said.textContent = `Pages of ${origin} may read streams now, until the server stops. Reload them.`;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      said.textContent = error.message;
    }
  }

  /** Asks the server again. Shows nothing to viewers without permission. */
  async read() {
    await viewer.ready;
    if (!viewer.isPresenter) return this.root.replaceChildren();
    try {
      const refused = await readRefusedOrigins();
      this.root.replaceChildren(...refused.map((entry) => this.#row(entry)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.root.replaceChildren();
    }
  }
}
