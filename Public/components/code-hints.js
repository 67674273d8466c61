// @ts-check
import { ExpressionHints } from '../lib/expression-hints.js';
import { SchemaHints } from '../lib/schema-hints.js';
import { at } from '../lib/site.js';
import { placeAt } from '../lib/yaml-place.js';

const SCHEMA = '/scenario.schema.json';

/** @typedef {{ schema: SchemaHints, expressions: ExpressionHints }} Hints */

/**
 * Returns the extensions for completion and for explanations.
 *
 *     EditorState.create({ extensions: [codeHints(codemirror)] });
 *
 * @param {any} codemirror the library
 */
export function codeHints({ EditorState, hoverTooltip }) {
  return [
    EditorState.languageData.of(() => DATA),
    hoverTooltip(async (/** @type {any} */ editor, /** @type {number} */ position) => {
      const found = await explain(editor.state.doc.toString(), position);
      if (!found) return null;
      const dom = document.createElement('div');
      dom.className = 'cm-explanation';
      dom.textContent = found.text;
      return { pos: found.from, end: found.to, create: () => ({ dom }) };
    }),
  ];
}

/** @type {Promise<Hints | null> | null} */
let loading = null;

/** Loads the hints from the server's schema, once; null where that cannot be read. */
function hints() {
  loading ??= fetch(at(SCHEMA))
    .then(async (response) => {
      if (!response.ok) return null;
      const schema = await response.json();
      return { schema: new SchemaHints(schema), expressions: new ExpressionHints(schema['x-expressions'] ?? []) };
    })
    .catch(() => null);
  return loading;
}

/**
 * The completion source for CodeMirror.
 * @param {any} context
 */
async function complete(context) {
  const text = context.state.doc.toString();
  return (await completeExpression(context, text)) ?? completeKey(context, text);
}

/** @param {any} context @param {string} text */
async function completeExpression(context, text) {
  const found = (await hints())?.expressions.complete(text, context.pos);
  if (!found) return null;
  // Without a request from the user, complete only at the beginning of a name.
  const isBeginning = found.from === context.pos && /(\$\{|\.)$/.test(text.slice(0, context.pos));
  if (!context.explicit && found.from === context.pos && !isBeginning) return { from: found.from, options: [] };
  return {
    from: found.from,
    validFor: /^\w*$/,
    options: found.hints.map(({ label, detail, info, kind, takesArguments }) => ({
      label,
      detail,
      info: info || undefined,
      type: kind === 'function' ? 'function' : kind === 'variable' ? 'variable' : 'constant',
      boost: kind === 'variable' ? 1 : 0,
      apply: kind === 'function' ? (/** @type {any} */ view, /** @type {any} */ _, /** @type {number} */ from, /** @type {number} */ to) => insertCall(view, label, takesArguments, from, to) : label,
    })),
  };
}

/**
 * Inserts a call, and places the cursor between or after its parentheses.
 * @param {any} view @param {string} name @param {boolean} takesArguments @param {number} from @param {number} to
 */
function insertCall(view, name, takesArguments, from, to) {
  const isCalled = view.state.doc.sliceString(to, to + 1) === '(';
  const insert = isCalled ? name : `${name}()`;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + name.length + (isCalled || takesArguments ? 1 : 2) }, userEvent: 'input.complete' });
}

/** @param {any} context @param {string} text */
async function completeKey(context, text) {
  const place = placeAt(text, context.pos);
  if (place === null || (!context.explicit && place.from === context.pos)) return null;
  const found = (await hints())?.schema.complete(place) ?? [];
  if (found.length === 0) return null;
  const rest = text.slice(context.pos, text.indexOf('\n', context.pos) < 0 ? undefined : text.indexOf('\n', context.pos));
  const colon = place.kind === 'key' && !/^[\w-]*\s*:/.test(rest) ? ': ' : '';
  return {
    from: place.from,
    validFor: /^[\w.-]*$/,
    options: found.map(({ label, detail, info }) => ({ label, detail, info: info || undefined, type: place.kind === 'key' ? 'property' : 'enum', apply: `${label}${colon}` })),
  };
}

/** CodeMirror needs the same array with the same function each time. */
const DATA = [{ autocomplete: complete }];

/**
 * Explains the key, or the name in an expression, at an offset.
 * @param {string} text @param {number} offset @returns {Promise<{ from: number, to: number, text: string } | null>}
 */
async function explain(text, offset) {
  const known = await hints();
  const name = known?.expressions.explain(text, offset);
  if (!known || name) return name ?? null;
  const start = offset - (/[\w-]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
  const word = /^[A-Za-z_][\w-]*(?=\s*:(\s|$))/.exec(text.slice(start))?.[0];
  if (!word) return null;
  const end = start + word.length;
  const place = placeAt(text, text.indexOf(':', end) + 1);
  const about = place && place.key === word ? known.schema.explain(place) : null;
  return about ? { from: start, to: end, text: about } : null;
}
