// @ts-check
import { at } from '../lib/site.js';
import { codeHints } from './code-hints.js';

/** @typedef {import('../lib/scenario-feed.js').Mistake} Mistake */
/** @typedef {import('./code-editor.js').EditorSurface} EditorSurface */

const VENDOR = '/vendor/codemirror/index.js';
const dark = matchMedia('(prefers-color-scheme: dark)');

/**
 * Mounts CodeMirror in a shadow root. There it adds its styles as an adopted style sheet, which the content security policy
 * allows; in the document it would need inline styles.
 *
 *     const surface = await mountCodeMirror(host, { label: 'The scenario', text: '', onChange, onRun, onSave, onLine });
 *
 * @param {HTMLElement} host
 * @param {{ label: string, text: string, onChange: () => void, onRun: () => void, onSave: () => void, onLine: (line: number) => void }} options
 * @returns {Promise<EditorSurface>}
 */
export async function mountCodeMirror(host, { label, text, onChange, onRun, onSave, onLine }) {
  const codemirror = await import(at(VENDOR));
  const { Compartment, Decoration, EditorState, EditorView, Prec, StateEffect, StateField, basicSetup, hoverTooltip, keymap, languages, themes } = codemirror;
  const yaml = await languages.find((/** @type {any} */ language) => language.name === 'YAML').load();

  /** @type {Mistake[]} */
  let mistakes = [];
  const setMistakes = StateEffect.define();
  const underlines = StateField.define({
    create: () => Decoration.none,
    update(/** @type {any} */ value, /** @type {any} */ transaction) {
      const found = transaction.effects.find((/** @type {any} */ effect) => effect.is(setMistakes));
      return found ? marksOf(Decoration, transaction.state.doc, found.value) : value.map(transaction.changes);
    },
    provide: (/** @type {any} */ field) => EditorView.decorations.from(field),
  });
  const setLine = StateEffect.define();
  const sentLine = StateField.define({
    create: () => Decoration.none,
    update(/** @type {any} */ value, /** @type {any} */ transaction) {
      const found = transaction.effects.find((/** @type {any} */ effect) => effect.is(setLine));
      return found ? markOfLine(Decoration, transaction.state.doc, found.value) : value.map(transaction.changes);
    },
    provide: (/** @type {any} */ field) => EditorView.decorations.from(field),
  });
  const hover = hoverTooltip((/** @type {any} */ editor, /** @type {number} */ position) => {
    const here = mistakes.find((mistake) => {
      const range = rangeOf(editor.state.doc, mistake);
      return range && range.from <= position && position <= range.to;
    });
    if (!here) return null;
    const dom = document.createElement('div');
    dom.className = 'cm-mistake-message';
    dom.textContent = here.message;
    return { pos: position, create: () => ({ dom }) };
  });
  const theme = new Compartment();
  const themeNow = () => (dark.matches ? themes.githubDark : themes.githubLight);
  const run = (/** @type {() => void} */ action) => () => {
    action();
    return true;
  };

  const view = new EditorView({
    parent: host.attachShadow({ mode: 'open' }),
    root: host.shadowRoot,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: run(onRun) }, { key: 'Mod-s', run: run(onSave), preventDefault: true }])),
        basicSetup,
        yaml,
        theme.of(themeNow()),
        underlines,
        sentLine,
        codeHints(codemirror),
        hover,
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
        EditorView.domEventHandlers({ beforeinput: replaceSelection }),
        EditorView.updateListener.of((/** @type {any} */ update) => {
          if (update.docChanged) onChange();
          const { main } = update.state.selection;
          const isClick = update.transactions.some((/** @type {any} */ transaction) => transaction.isUserEvent('select.pointer'));
          if (isClick && main.empty) onLine(update.state.doc.lineAt(main.head).number);
        }),
        Prec.high(EditorView.theme({
          '&': { height: '100%', fontSize: '0.8125rem', backgroundColor: 'var(--surface)' },
          '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
          '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
          '.cm-activeLineGutter': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
          '.cm-mistake': { textDecoration: 'underline wavy var(--bad) 1.5px', textUnderlineOffset: '3px' },
          '.cm-mistake[data-severity=warning]': { textDecorationColor: 'var(--warn)' },
          '.cm-sent': { backgroundColor: 'var(--accent-soft)', boxShadow: 'inset 3px 0 0 var(--accent)' },
          '.cm-tooltip': { border: '1px solid var(--line-strong)', borderRadius: '5px', backgroundColor: 'var(--surface)', color: 'var(--text)' },
          '.cm-explanation, .cm-completionInfo': { padding: '4px 8px', maxWidth: '28rem', whiteSpace: 'pre-line', font: '0.8125rem/1.5 var(--font)' },
          '.cm-tooltip-autocomplete ul li': { padding: '2px 8px !important', color: 'var(--text)' },
          '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
          '.cm-completionDetail': { color: 'inherit', opacity: '0.8', fontStyle: 'normal' },
          '.cm-mistake-message': { padding: '4px 8px', maxWidth: '28rem', font: '0.8125rem/1.5 var(--font)' },
        })),
      ],
    }),
  });
  dark.addEventListener('change', () => view.dispatch({ effects: theme.reconfigure(themeNow()) }));

  return {
    text: () => view.state.doc.toString(),
    setText(next) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, effects: setLine.of(null) });
    },
    showMistakes(next) {
      mistakes = next;
      view.dispatch({ effects: setMistakes.of(next) });
    },
    showLine(line) {
      view.dispatch({ effects: setLine.of(line) });
    },
    goTo(line, column) {
      const place = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      const at = Math.min(place.to, place.from + Math.max(0, column - 1));
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    focus: () => view.focus(),
  };
}

/**
 * Replaces a selection with typed text in place of the browser: Chromium would preserve the style of the selected text as an
 * inline style, which the content security policy forbids.
 * @param {InputEvent} event
 * @param {any} view
 */
function replaceSelection(event, view) {
  const { selection } = view.state;
  if (event.inputType !== 'insertText' || !event.data || !event.cancelable || event.isComposing) return false;
  if (selection.ranges.length > 1 || selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { scrollIntoView: true, userEvent: 'input.type' });
  return true;
}

/** @param {any} Decoration @param {any} doc @param {number | null} line */
function markOfLine(Decoration, doc, line) {
  if (line === null || line < 1 || line > doc.lines) return Decoration.none;
  return Decoration.set([Decoration.line({ class: 'cm-sent' }).range(doc.line(line).from)]);
}

/** @param {any} Decoration @param {any} doc @param {Mistake[]} mistakes */
function marksOf(Decoration, doc, mistakes) {
  const ranges = mistakes.flatMap((mistake) => {
    const range = rangeOf(doc, mistake);
    const mark = Decoration.mark({ class: 'cm-mistake', attributes: { 'data-severity': mistake.severity, title: mistake.message } });
    return range ? [mark.range(range.from, range.to)] : [];
  });
  return Decoration.set(ranges, true);
}

/**
 * Returns the range of the word at a mistake's position; at the end of a line, that of the last character.
 * @param {any} doc @param {Mistake} mistake
 */
function rangeOf(doc, { line, column }) {
  if (line < 1 || line > doc.lines) return null;
  const place = doc.line(line);
  if (place.length === 0) return null;
  const offset = Math.min(Math.max(0, column - 1), place.length - 1);
  const word = /^[^\s:,\]}]+/.exec(place.text.slice(offset))?.[0] ?? place.text[offset];
  return { from: place.from + offset, to: place.from + offset + word.length };
}
