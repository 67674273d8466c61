// @ts-check
import { closeText, closings, fieldsText, PLAIN_CALL } from '../lib/client-call.js';
import { curlCommand, parametersOf, playAddress } from '../lib/play-address.js';
import { bodyMistake, readFields } from '../lib/request-text.js';
import { shownAddress } from '../lib/shown-address.js';
import { viewer } from '../lib/viewer.js';
import { commandLine } from './copyable.js';
import { element, field, onSubmit } from './element.js';
import { FieldMistake } from './field-mistake.js';
import { WatchForm } from './watch-form.js';

/** @typedef {import('../lib/run-client.js').RunOptions} RunOptions */
/** @typedef {Pick<RunOptions, 'transport' | 'method' | 'headers' | 'body' | 'types' | 'closeAfter' | 'reconnects'>} ClientOptions */

/**
 * The controls of a run: the button, the client and its request, the speed and the seed, and the same request as a command.
 *
 *     const controls = new RunControls({ onToggle, onCopyAs, onWatch });
 *     controls.setTemplate('/stream/{agent_id}');
 *     new RunClient({ ...controls.client, address: controls.address, session, scenario }, onChange, onRefused);
 */
export class RunControls {
  root;
  #toggle = element('button', { type: 'submit', class: 'primary', title: 'Ctrl+Enter', 'aria-keyshortcuts': 'Control+Enter' }, 'Run');
  #client = element(
    'select',
    { id: 'client' },
    element('option', { value: 'GET' }, 'fetch, GET'),
    element('option', { value: 'POST' }, 'fetch, POST'),
    element('option', { value: 'EventSource' }, 'EventSource'),
  );
  #speed = element('input', { id: 'speed', type: 'number', min: '0.01', max: '1000', step: 'any', placeholder: '1', inputmode: 'decimal' });
  #seed = element('input', { id: 'seed', type: 'text', placeholder: 'default', autocomplete: 'off', spellcheck: 'false' });
  #reconnects = element('input', { id: 'reconnects', type: 'checkbox' });
  #parameters = element('div', { class: 'parameters', hidden: true });
  #command;
  #headers = element('textarea', { id: 'request-headers', rows: '2', spellcheck: 'false', placeholder: 'Authorization: Bearer …' });
  #body = element('textarea', { id: 'request-body', rows: '3', spellcheck: 'false', placeholder: '{"model": "demo"}' });
  #headersMistake = new FieldMistake(this.#headers);
  #bodyMistake = new FieldMistake(this.#body);
  #types = element('input', { id: 'listen-for', type: 'text', autocomplete: 'off', spellcheck: 'false' });
  #closeAfter = element('input', { id: 'close-after', type: 'text', value: closeText(PLAIN_CALL.close), autocomplete: 'off', spellcheck: 'false' });
  #note = element('p', { class: 'muted note', id: 'client-note' });
  #curl = commandLine('the curl command');
  #watch;
  #fieldOf;
  /** @type {string | null} */
  #template = null;
  /** @type {Record<string, string>} */
  #values = {};
  /** @type {import('../lib/record-parser.js').StreamFormat} */
  #format = 'sse';
  /** @type {import('../lib/client-call.js').ClientCall} How the scenario is meant to be called. */
  #call = PLAIN_CALL;
  #isReconnectsChosen = false;

  /** @param {{ onToggle: () => void, onCopyAs: () => void, onWatch: (session: string) => void }} listeners */
  constructor({ onToggle, onCopyAs, onWatch }) {
    this.#watch = new WatchForm(onWatch);
    this.#fieldOf = {
      headers: field('Header fields, one per line', this.#headers, 'wide'),
      body: field('Body', this.#body, 'wide'),
      types: field('Listen for event types', this.#types, 'wide'),
    };
    this.#fieldOf.headers.append(this.#headersMistake.root);
    this.#fieldOf.body.append(this.#bodyMistake.root);
    const copyAs = element('button', { type: 'button', class: 'quiet', on: { click: onCopyAs } }, 'Copy as…');
    this.#command = element('div', { class: 'run-command' }, this.#curl.root, copyAs);
    const form = element(
      'form',
      { class: 'run-controls', 'aria-label': 'Run the text' },
      element(
        'div',
        { class: 'fields' },
        this.#toggle,
        field('Client', this.#client, 'short'),
        field('Speed', this.#speed, 'tiny'),
        field('Seed', this.#seed, 'tiny'),
        element('label', { class: 'check', title: 'Reconnect when the stream ends or breaks, as EventSource does' }, this.#reconnects, 'Reconnect'),
        this.#parameters,
      ),
      element(
        'details',
        { class: 'request' },
        element('summary', {}, 'Request and client'),
        element('div', { class: 'fields' }, this.#fieldOf.headers, this.#fieldOf.body, this.#fieldOf.types, field('Close after event or data', this.#closeAfter)),
        this.#note,
      ),
      this.#command,
    );
    onSubmit(form, onToggle);
    form.addEventListener('input', () => this.#draw());
    this.root = element('div', { class: 'run-forms' }, form, this.#watch.root);
    this.#reconnects.addEventListener('change', () => {
      this.#isReconnectsChosen = true;
    });
    viewer.onChange(() => this.#draw());
    this.#draw();
  }

  /**
   * Sets whether to reconnect, unless the user has chosen it.
   * @param {boolean} value
   */
  suggestReconnects(value) {
    if (!this.#isReconnectsChosen) this.#reconnects.checked = value;
  }

  /** @param {string} session the watched session @param {boolean} isEmpty whether no client has connected in it yet */
  showWatched(session, isEmpty) {
    this.#watch.showWatched(session, isEmpty);
  }

  /** @param {boolean} isRunning */
  showRunning(isRunning) {
    this.#toggle.textContent = isRunning ? 'Stop' : 'Run';
  }

  focus() {
    this.#toggle.focus();
  }

  /**
   * Sets the address to play, which may have parameters; null while the text has no address.
   * @param {string | null} template
   */
  setTemplate(template) {
    if (template === this.#template) return;
    this.#template = template;
    const names = parametersOf(template ?? '');
    this.#parameters.hidden = names.length === 0;
    this.#parameters.replaceChildren(
      ...names.map((name) => {
        this.#values[name] ??= 'demo';
        const input = element('input', { id: `parameter-${name}`, type: 'text', value: this.#values[name], autocomplete: 'off', spellcheck: 'false' });
        input.addEventListener('input', () => {
          this.#values[name] = input.value;
        });
        return field(name, input, 'short');
      }),
    );
    this.#draw();
  }

  /**
   * Sets the framing of the stream.
   * @param {import('../lib/record-parser.js').StreamFormat} format
   */
  setFormat(format) {
    if (format === this.#format) return;
    this.#format = format;
    this.#draw();
  }

  /**
   * Fills in the fields for how the scenario is meant to be called. An unchanged call does not overwrite what the user has entered since.
   * @param {import('../lib/client-call.js').ClientCall | null} call null where the scenario does not define it
   */
  setCall(call) {
    const next = call ?? PLAIN_CALL;
    if (JSON.stringify(next) === JSON.stringify(this.#call)) return;
    this.#call = next;
    const { method, headers, body, params, close } = next;
    if (!Array.from(this.#client.options).some(({ value }) => value === method)) this.#client.prepend(element('option', { value: method }, `fetch, ${method}`));
    this.#client.value = method;
    this.#headers.value = fieldsText(headers);
    this.#body.value = body ?? '';
    this.#closeAfter.value = closeText(close);
    for (const [name, value] of Object.entries(params)) {
      this.#values[name] = value;
      const input = this.#parameters.querySelector(`#parameter-${CSS.escape(name)}`);
      if (input instanceof HTMLInputElement) input.value = value;
    }
    this.#draw();
  }

  /**
   * Sets the event types to listen for if the user names none.
   * @param {string[]} types
   */
  suggestTypes(types) {
    this.#types.placeholder = [...new Set(['message', ...types])].join(', ');
  }

  get format() {
    return this.#format;
  }

  /** The path and query to play, without a session. */
  get address() {
    return playAddress(this.#template ?? '', this.#values, { ...Object.fromEntries(this.#call.query), speed: this.#speed.value.trim(), seed: this.#seed.value.trim() });
  }

  /** @returns {ClientOptions} */
  get client() {
    const isNative = this.#client.value === 'EventSource';
    return {
      transport: isNative ? 'EventSource' : 'fetch',
      method: isNative ? 'GET' : this.#client.value,
      headers: isNative ? {} : this.#fields,
      body: this.#hasBody ? this.#body.value : '',
      types: words(this.#types.value || this.#types.placeholder),
      closeAfter: closings(this.#closeAfter.value),
      reconnects: this.#reconnects.checked,
    };
  }

  /** Whether the method has a body. */
  get #hasBody() {
    return !['GET', 'EventSource'].includes(this.#client.value);
  }

  /** The header fields that are sent: the valid ones, and by default a content type for a body. */
  get #fields() {
    const { fields } = readFields(this.#headers.value);
    const hasType = Object.keys(fields).some((name) => name.toLowerCase() === 'content-type');
    return this.#hasBody && this.#body.value !== '' && !hasType ? { 'Content-Type': 'application/json', ...fields } : fields;
  }

  #drawMistakes() {
    this.#headersMistake.show(readFields(this.#headers.value).mistakes.map(({ line, message }) => `Line ${line} is left out. ${message}`));
    const type = Object.entries(this.#fields).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    const mistake = bodyMistake(this.#body.value, type);
    this.#bodyMistake.show(mistake === null ? [] : [mistake]);
  }

  #draw() {
    this.#drawMistakes();
    const kind = this.#client.value;
    this.#fieldOf.headers.hidden = kind === 'EventSource';
    this.#fieldOf.body.hidden = !this.#hasBody;
    this.#fieldOf.types.hidden = kind !== 'EventSource';
    this.#note.textContent = noteOn(kind, this.#format);
    this.#command.hidden = this.#template === null;
    this.#curl.show(curlCommand(shownAddress(this.address), this.client));
    this.#watch.setAddress(this.#template === null ? '' : this.address);
  }
}

/**
 * Returns the remark on a client.
 * @param {string} kind @param {import('../lib/record-parser.js').StreamFormat} format
 */
function noteOn(kind, format) {
  if (kind !== 'EventSource') {
    return format === 'sse'
      ? 'fetch with a parser of its own shows every event, the status and ignored lines. It reconnects as EventSource does.'
      : `This is ${format}, not an event stream: fetch shows each record as it arrives.`;
  }
  if (format !== 'sse') return `EventSource cannot read this: it takes event streams only, and the scenario plays ${format}. Choose fetch.`;
  return 'The browser’s own EventSource. It delivers only events of the types that have a listener, cannot send header fields of your own, and hides the status; the server’s journal shows the rest.';
}

/** @param {string} text */
function words(text) {
  return text.split(/[\s,]+/).filter(Boolean);
}
