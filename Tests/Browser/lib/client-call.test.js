// @ts-check
import { closeText, closings, fieldsText, textAt } from '/lib/client-call.js';
import { equal } from './expect.js';

export const tests = {
  'what a client closes after is typed and read back'() {
    for (const close of [[], ['complete'], ['[DONE]'], ['all done', 'a"b', 'a,b', 'x']]) equal(closings(closeText(close)), close);
    equal(closeText(['complete', 'all done']), 'complete, "all done"');
    equal(closings('"never closed'), ['"never', 'closed']);
    equal(closings('""'), []);
  },
  'header fields are lines'() {
    equal(fieldsText({ 'X-A': '1', Accept: 'a/b' }), 'X-A: 1\nAccept: a/b');
  },
  'a text is found where it grows'() {
    const data = '{"choices":[{"delta":{"content":"Hel"}}],"n":1}';
    equal(textAt(data, 'choices[0].delta.content'), 'Hel');
    for (const place of ['choices[1].delta.content', 'n', 'n.x', 'constructor.name', 'choices.length']) equal(textAt(data, place), null);
    equal(textAt('[["a"]]', '[0][0]'), 'a');
    equal(textAt('no JSON', 'a'), null);
  },
};
