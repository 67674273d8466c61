// @ts-check
import { QR_ADDRESS } from '../lib/room-api.js';
import { copyButton } from './copyable.js';
import { element } from './element.js';

/**
 * Shows how to join the room: the link, large enough to be read from the last row, and its QR code. It can fill the projector's screen.
 *
 *     const invite = new RoomInvite();
 *     invite.show(await readRoom());
 */
export class RoomInvite {
  root;
  #link = element('a', { class: 'invite-link' });
  #address = element('p', { class: 'invite-address' });
  #code = element('p', { class: 'muted' });
  #others = element('p', { class: 'muted note' });
  #image = element('img', { class: 'invite-qr', alt: 'QR code of the link', width: '240', height: '240' });
  #title = element('h2', {}, 'Join');
  #full = element('button', { type: 'button', on: { click: () => this.#toggleFull() } }, 'Full screen');
  #shown = '';

  constructor() {
    this.root = element(
      'section',
      { class: 'card room-invite', 'aria-label': 'How to join' },
      this.#image,
      element(
        'div',
        { class: 'invite-words' },
        this.#title,
        this.#address,
        this.#code,
        element('div', { class: 'toolbar' }, copyButton('Copy the join link', () => this.#link.href), this.#link, this.#full),
        this.#others,
      ),
    );
    this.#link.textContent = 'The link';
    document.addEventListener('fullscreenchange', () => this.#drawFull());
    this.#full.hidden = !document.fullscreenEnabled;
  }

  /** @param {import('../lib/room-api.js').Room} room */
  show({ name, join, addresses }) {
    if (join === this.#shown) return;
    this.#shown = join;
    this.#title.textContent = `Join ${name}`;
    const url = new URL(join);
    this.#link.href = join;
    // Allow line breaks only between the parts of the address.
    this.#address.replaceChildren(url.hostname, element('wbr', {}), url.port === '' ? '' : `:${url.port}`, element('wbr', {}), url.pathname.replace(/\/$/, ''));
    const code = url.searchParams.get('code') ?? '';
    this.#code.replaceChildren('with the code ', element('code', { class: 'invite-code' }, code), ', or by the QR code');
    const others = addresses.filter((address) => !join.startsWith(`${address}/`));
    this.#others.textContent = others.length === 0 ? '' : `Also reachable at ${others.join(', ')}`;
    this.#image.setAttribute('src', element('img', { src: `${QR_ADDRESS}?of=${encodeURIComponent(code.slice(0, 4))}` }).getAttribute('src') ?? '');
  }

  async #toggleFull() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.root.requestFullscreen();
  }

  #drawFull() {
    this.#full.textContent = document.fullscreenElement === this.root ? 'Leave full screen' : 'Full screen';
  }
}
