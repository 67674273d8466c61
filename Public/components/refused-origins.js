// @ts-check
import { readRefusedOrigins } from '../lib/origins-api.js';
import { Refusal } from '../lib/problem.js';
import { element } from './element.js';

/**
 * Says whose pages the browser kept a stream from, which it does not tell these pages, and how to let them read it.
 *
 *     const refused = new RefusedOrigins();
 *     document.body.append(refused.root);
 *     refused.read();
 */
export class RefusedOrigins {
  root = element('div', { class: 'refused-origins', role: 'status' });

  /** Asks the server again. Whoever may not know is told nothing. */
  async read() {
    try {
      const refused = await readRefusedOrigins();
      this.root.replaceChildren(...refused.map(({ origin, target, advice }) => element('p', { class: 'trouble' }, `A page of ${origin} asked for ${target}: ${advice}`)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.root.replaceChildren();
    }
  }
}
