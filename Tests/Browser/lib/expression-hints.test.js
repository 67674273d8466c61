// @ts-check
import { ExpressionHints, expressionBefore, variablesIn } from '/lib/expression-hints.js';
import { equal } from './expect.js';

/** @type {import('/lib/expression-hints.js').ExpressionEntry[]} */
const ENTRIES = [
  { name: 'now', kind: 'name', signature: 'now', description: 'The time.', example: 'now', value: '"2026"' },
  { name: 'floor', kind: 'function', signature: 'floor(x)', description: 'Down.', example: 'floor(2.5)', value: '2', aliases: ['Math.floor'], methods: ['floor'] },
  { name: 'upper', kind: 'function', signature: 'upper(text)', description: 'Capitals.', example: "upper('a')", value: '"A"', methods: ['toUpperCase', 'upper'] },
  { name: 'uuid', kind: 'function', signature: 'uuid()', description: 'One.', example: 'uuid()', value: '"…"' },
];
const hints = new ExpressionHints(ENTRIES);

/** The text and the offset that a | marks in it. @param {string} marked @returns {[string, number]} */
const at = (marked) => [marked.replace('|', ''), marked.indexOf('|')];
/** @param {string} marked */
const offered = (marked) => hints.complete(...at(marked))?.hints.map(({ label }) => label) ?? null;

export const tests = {
  'an expression is known from its beginning to its end'() {
    equal(expressionBefore(...at('data: "${round(n|')), 'round(n');
    equal(expressionBefore(...at('data: "${round(n)|}"')), 'round(n)');
    equal(expressionBefore(...at('data: "${n}| more"')), null);
    equal(expressionBefore(...at('data: "${n} ${m|}"')), 'm');
    equal(expressionBefore(...at("data: \"${{a: '}'}.|")), "{a: '}'}.");
    equal(expressionBefore(...at('data: "$${n|')), null);
    equal(expressionBefore(...at('data: ${n\nid: x|')), null);
    equal(expressionBefore(...at('plain|')), null);
  },
  'names, functions and the variables of the scenario are offered'() {
    equal(offered('data: "${|'), ['now', 'floor', 'upper', 'uuid']);
    equal(offered('vars: { count: 1 }\nsteps:\n  - data: "${co|'), ['count', 'now', 'floor', 'upper', 'uuid']);
    equal(hints.complete(...at('data: "${floor(up|'))?.from, 15);
    equal(offered('data: up|'), null);
    equal(offered("data: \"${upper('n|"), null);
    equal(offered('data: "${n + 2|'), null);
  },
  'after a point methods are offered, and parameters of the path'() {
    equal(offered('data: "${body.model.to|'), ['floor', 'toUpperCase', 'upper']);
    equal(offered('path: /a/{agent_id}\nsteps:\n  - data: "${params.|'), ['agent_id']);
  },
  'a name, a function, a method and what JavaScript calls it are explained'() {
    const told = (/** @type {string} */ marked) => hints.explain(...at(marked));
    equal(told('data: "${n|ow}"'), { from: 9, to: 12, text: 'now\nThe time.\n${now} → "2026"' });
    equal(told('data: "${Math.fl|oor(2)}"'), { from: 9, to: 19, text: 'floor(x)\nDown.\n${floor(2.5)} → 2' });
    equal(told('data: "${body.a.toUp|perCase()}"')?.text.split('\n')[0], 'upper(text)');
    equal(told('data: "${body.n|ow}"'), null);
    equal(told("data: \"${upper('n|ow')}\""), null);
    equal(told('now|: x'), null);
  },
  'variables are found wherever a scenario declares them'() {
    const text = `vars:
  count: 1
  who:
    name: Ada
steps:
  - each: [1]
    as: item
    steps:
      - set: { total: "\${total + 1}", last: x }
      - repeat: 2
        index: row
        steps: [{ data: x }]
      - use: greeting
        with:
          person: Bob
        after: 1s
`;
    equal(variablesIn(text).sort(), ['count', 'item', 'last', 'person', 'row', 'total', 'who']);
  },
};
