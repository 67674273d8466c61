// @ts-check
import { boundedText } from '/lib/bounded-text.js';
import { FetchConnection } from '/lib/fetch-connection.js';
import { equal } from './expect.js';

/** A body that sends this again and again, or once and then nothing. @param {string} text @param {boolean} isEndless */
function body(text, isEndless) {
  let wasSent = false;
  return new ReadableStream({
    pull(controller) {
      if (wasSent && !isEndless) return new Promise(() => {});
      wasSent = true;
      controller.enqueue(new TextEncoder().encode(text));
      return undefined;
    },
  });
}

export const tests = {
  async 'a body is read up to a number of bytes, or for a time'() {
    equal((await boundedText(new Response(body('0123456789', true)), { bytes: 25 })).length, 25);
    equal(await boundedText(new Response(body('begun', false)), { milliseconds: 20 }), 'begun');
    equal(await boundedText(new Response('é'.repeat(10))), 'é'.repeat(10));
    equal(await boundedText(new Response(null)), '');
  },
  async 'a refusal whose body never ends closes the connection all the same'() {
    const realFetch = globalThis.fetch;
    globalThis.fetch = async () => new Response(body(' ', true), { status: 503, headers: { 'Content-Type': 'application/problem+json' } });
    try {
      const state = await new Promise((resolve) => {
        new FetchConnection('/nowhere', { state: (state) => state.name === 'closed' && resolve(state), event() {} });
      });
      equal(state.failed, true);
    } finally {
      globalThis.fetch = realFetch;
    }
  },
};
