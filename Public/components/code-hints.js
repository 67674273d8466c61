// @ts-check
import { placeAt } from '../lib/yaml-place.js';
import { SchemaHints } from '../lib/schema-hints.js';

const SCHEMA = '/scenario.schema.json';

/** @type {Promise<SchemaHints | null> | null} */
let loading = null;

/** The hints of the schema that the server's format has; null where it cannot be had. */
function hints() {
  loading ??= fetch(SCHEMA)
    .then(async (response) => (response.ok ? new SchemaHints(await response.json()) : null))
    .catch(() => null);
  return loading;
}

/**
 * What could stand at the cursor, for CodeMirror.
 * @param {any} context
 */
async function complete(context) {
  const text = context.state.doc.toString();
  const place = placeAt(text, context.pos);
  if (place === null || (!context.explicit && place.from === context.pos)) return null;
  const found = (await hints())?.complete(place) ?? [];
  if (found.length === 0) return null;
  const rest = text.slice(context.pos, text.indexOf('\n', context.pos) < 0 ? undefined : text.indexOf('\n', context.pos));
  const colon = place.kind === 'key' && !/^[\w-]*\s*:/.test(rest) ? ': ' : '';
  return {
    from: place.from,
    validFor: /^[\w.-]*$/,
    options: found.map(({ label, detail, info }) => ({ label, detail, info: info || undefined, type: place.kind === 'key' ? 'property' : 'enum', apply: `${label}${colon}` })),
  };
}

/** CodeMirror wants the same array, and in it the same function, each time. */
const DATA = [{ autocomplete: complete }];

/** What the schema says of the key under the pointer. @param {string} text @param {number} offset @returns {Promise<{ from: number, to: number, text: string } | null>} */
export async function explain(text, offset) {
  const start = offset - (/[\w-]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
  const word = /^[A-Za-z_][\w-]*(?=\s*:(\s|$))/.exec(text.slice(start))?.[0];
  if (!word) return null;
  const end = start + word.length;
  const place = placeAt(text, text.indexOf(':', end) + 1);
  const about = place && place.key === word ? (await hints())?.explain(place) : null;
  return about ? { from: start, to: end, text: about } : null;
}

/** The extensions that complete and explain. @param {any} codemirror the library */
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
