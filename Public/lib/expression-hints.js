// @ts-check

/**
 * A name or a function that can be used in `${…}`, as the server's schema describes it.
 *
 * @typedef {object} ExpressionEntry
 * @property {string} name
 * @property {'name' | 'function'} kind
 * @property {string} signature
 * @property {string} description
 * @property {string} example an expression
 * @property {string} value the value of the example, as JSON
 * @property {string[]} [aliases]
 * @property {string[]} [methods] the names by which it can be called as a method of its first argument
 */
/** @typedef {{ label: string, detail: string, info: string, kind: 'name' | 'function' | 'variable', takesArguments: boolean }} ExpressionHint */
/**
 * The hints for the word that begins at the offset `from`.
 * @typedef {{ from: number, hints: ExpressionHint[] }} Completions
 */

const WORD = '[A-Za-z_][A-Za-z0-9_]*';

/** Completions for expressions, and explanations of their names and functions. */
export class ExpressionHints {
  #entries;

  /** @param {ExpressionEntry[]} entries */
  constructor(entries) {
    this.#entries = entries;
  }

  /**
   * Returns the completions for an offset; null outside of expressions and inside their string literals.
   * @param {string} text @param {number} offset @returns {Completions | null}
   */
  complete(text, offset) {
    const before = expressionBefore(text, offset);
    if (before === null || isInText(before)) return null;
    const word = new RegExp(`${WORD}$`).exec(before)?.[0] ?? '';
    const from = offset - word.length;
    const head = before.slice(0, before.length - word.length);
    if (/[\w]$/.test(head)) return null; // within a number
    if (!/\.$/.test(head)) return { from, hints: [...variablesIn(text).map(variableHint), ...this.#entries.map((entry) => hintOf(entry, entry.name))] };
    if (/(^|\W)params\??\.$/.test(head)) return { from, hints: parametersIn(text).map(variableHint) };
    return { from, hints: this.#entries.flatMap((entry) => (entry.methods ?? []).map((method) => hintOf(entry, method))) };
  }

  /**
   * Explains the name at an offset.
   * @param {string} text @param {number} offset @returns {{ from: number, to: number, text: string } | null}
   */
  explain(text, offset) {
    const from = offset - (/[A-Za-z0-9_.]*$/.exec(text.slice(Math.max(0, offset - 64), offset))?.[0].length ?? 0);
    const whole = /^[A-Za-z0-9_.]*/.exec(text.slice(from, offset + 64))?.[0] ?? '';
    if (whole === '' || expressionBefore(text, from) === null || isInText(expressionBefore(text, from) ?? '')) return null;
    const at = this.#entries.find(({ aliases = [] }) => whole.includes('.') && aliases.includes(whole));
    if (at) return { from, to: from + whole.length, text: explanation(at) };
    const start = from + whole.lastIndexOf('.', Math.max(0, offset - from - 1)) + 1;
    const name = new RegExp(`^${WORD}`).exec(text.slice(start))?.[0] ?? '';
    const isMember = text[start - 1] === '.';
    const entry = this.#entries.find(({ name: own, aliases = [], methods = [] }) => (isMember ? methods.includes(name) : own === name || aliases.includes(name)));
    return entry ? { from: start, to: start + name.length, text: explanation(entry) } : null;
  }
}

/** @param {ExpressionEntry} entry @param {string} label @returns {ExpressionHint} */
function hintOf(entry, label) {
  const isMethod = entry.kind === 'function' && entry.methods?.includes(label) && label !== entry.name;
  const parameters = entry.signature.slice(entry.name.length);
  return {
    label,
    detail: isMethod ? `= ${entry.signature}` : parameters,
    info: explanation(entry),
    kind: entry.kind,
    takesArguments: entry.kind === 'function' && parameters !== '()',
  };
}

/** @param {string} name @returns {ExpressionHint} */
function variableHint(name) {
  return { label: name, detail: 'of this scenario', info: '', kind: 'variable', takesArguments: false };
}

/** @param {ExpressionEntry} entry */
function explanation({ signature, description, example, value }) {
  return `${signature}\n${description}\n\${${example}} → ${value}`;
}

/**
 * Returns the part of an expression before an offset; null where the offset is not in an expression.
 *
 *     expressionBefore('data: "${round(n', 16)   // 'round(n'
 *
 * @param {string} text @param {number} offset
 */
export function expressionBefore(text, offset) {
  const before = text.slice(Math.max(0, offset - 4096), offset);
  for (let at = before.lastIndexOf('${'); at >= 0; at = before.lastIndexOf('${', at - 1)) {
    if (at > 0 && before[at - 1] === '$') continue; // `$${` stands for a literal `${`
    const expression = before.slice(at + 2);
    return isClosed(expression) ? null : expression;
  }
  return null;
}

/**
 * Whether the expression ends in this text, at its closing brace or at the end of the line.
 * @param {string} expression
 */
function isClosed(expression) {
  let depth = 1;
  for (const character of withoutTexts(expression)) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0 || character === '\n') return true;
  }
  return false;
}

/** @param {string} expression */
function withoutTexts(expression) {
  return expression.replace(/'(?:[^'\\\n]|\\.)*'|\\?"(?:[^"\\\n]|\\[^"])*\\?"/g, '');
}

/**
 * Whether an expression ends inside a string literal.
 * @param {string} expression
 */
function isInText(expression) {
  return /['"]/.test(withoutTexts(expression));
}

/**
 * Returns the names that a scenario defines for its expressions: those of `vars`, `set`, `with`, `as` and `index`.
 * @param {string} text
 */
export function variablesIn(text) {
  const found = Array.from(text.matchAll(new RegExp(`(?:^|[\\s{,])(?:as|index):\\s*["']?(${WORD})`, 'gm')), (match) => match[1]);
  for (const { 1: indent, 2: item, index, 0: whole, 3: flow } of text.matchAll(/^( *)((?:- +)*)(?:vars|set|with):[ \t]*(\{[^\n]*)?/gm)) {
    if (flow) {
      found.push(...Array.from(flow.matchAll(new RegExp(`[{,]\\s*(${WORD})\\s*:`, 'g')), (match) => match[1]));
      continue;
    }
    const least = indent.length + item.length;
    let own = -1;
    for (const line of text.slice((index ?? 0) + whole.length).split('\n').slice(1)) {
      if (/^\s*(#|$)/.test(line)) continue;
      const column = line.search(/\S/);
      if (column <= least) break;
      if (own < 0) own = column;
      const name = column === own ? new RegExp(`^(${WORD})\\s*:`).exec(line.slice(column))?.[1] : undefined;
      if (name) found.push(name);
    }
  }
  return [...new Set(found)];
}

/**
 * Returns the parameters in the `path` of a scenario.
 * @param {string} text
 */
function parametersIn(text) {
  const path = /^path:\s*(\S+)/m.exec(text)?.[1] ?? '';
  return Array.from(path.matchAll(new RegExp(`\\{(${WORD})\\}`, 'g')), (match) => match[1]);
}
