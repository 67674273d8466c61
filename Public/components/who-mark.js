// @ts-check
import { leave } from '../lib/access-api.js';
import { Refusal } from '../lib/problem.js';
import { wayInAddress } from '../lib/site.js';
import { viewer } from '../lib/viewer.js';
import { copyButton } from './copyable.js';
import { makeDialog } from './dialogs.js';
import { element, showSentence } from './element.js';

/**
 * Shows a participant: a dot in their color, and their name.
 *
 *     personMark({ name: 'ann', colour: 3 })
 *
 * @param {{ name: string, colour: number }} person
 */
export function personMark({ name, colour }) {
  return element('span', { class: 'person' }, element('span', { class: 'person-dot', 'data-colour': colour, 'aria-hidden': 'true' }), element('span', { class: 'person-name' }, name));
}

/**
 * Shows in the header the viewer's name in the room with a way to leave it, or how to join it. For the presenter, links to the room's page.
 *
 *     header.append(new WhoMark().root);
 */
export class WhoMark {
  root = element('div', { class: 'who' });

  constructor() {
    viewer.onChange(() => this.#draw());
    this.#draw();
  }

  #draw() {
    const { you, access } = viewer;
    const nodes = [];
    if (viewer.isPresenter && access?.room) {
      nodes.push(element('a', { href: '/room/', 'aria-current': location.pathname.endsWith('/room/') ? 'page' : null }, 'Room'));
    }
    if (you) nodes.push(element('button', { type: 'button', class: 'quiet who-button', 'aria-label': `You are ${you.name}`, on: { click: () => this.#open() } }, personMark(you)));
    else if (viewer.mayJoin && !location.pathname.endsWith('/join/')) nodes.push(element('a', { class: 'button primary quiet', href: wayInAddress('/join/') }, 'Join the room'));
    this.root.hidden = nodes.length === 0;
    this.root.replaceChildren(...nodes);
  }

  #open() {
    const { you, access } = viewer;
    if (!you) return;
    const refusal = element('p', { class: 'trouble', role: 'alert', hidden: true });
    const out = async () => {
      try {
        await leave();
        location.reload(); // until then, what is shown and kept belongs to the participant
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        showSentence(refusal, error.message);
      }
    };
    const dialog = makeDialog(
      `You are ${you.name}`,
      element('p', {}, `In the room ${access?.room?.name ?? ''}. What you save is yours: it plays at /play/@${you.name}/ and its name, for whoever knows the address.`),
      element('p', { class: 'muted note' }, 'Your session key is in the addresses that you copy, so that what your app and your phone play is yours:'),
      element('div', { class: 'command' }, element('code', { tabindex: '0' }, you.session), copyButton('Copy your session key', () => you.session)),
      element('p', { class: 'muted note' }, 'With the room’s link and this key, which is for you alone, you join as yourself on another device. If you leave, you can come back only with this key: copy it first. What you saved stays.'),
      element('div', { class: 'command' }, element('code', { tabindex: '0' }, you.key), copyButton('Copy your key', () => you.key)),
      refusal,
      element('div', { class: 'toolbar' }, element('button', { type: 'button', on: { click: out } }, 'Leave the room')),
    );
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}
