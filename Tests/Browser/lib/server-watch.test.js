// @ts-check
import { ServerWatch } from '/lib/server-watch.js';
import { equal } from './expect.js';

/** Answers as told, and then for ever as the last time. @param {('up' | 'down' | 'silent')[]} answers */
async function watch(answers) {
  /** @type {string[]} */
  const states = [];
  let asked = 0;
  await new Promise((resolve) => {
    const server = new ServerWatch(
      (signal) => {
        const answer = answers[Math.min(asked, answers.length - 1)];
        asked += 1;
        if (asked === answers.length) queueMicrotask(() => setTimeout(() => resolve(server.pause()), 5));
        if (answer === 'up') return Promise.resolve();
        if (answer === 'down') return Promise.reject(new TypeError('refused'));
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
      { interval: 0, patience: 1 },
    );
    server.onChange((state) => states.push(state));
    server.start();
  });
  return states;
}

export const tests = {
  async 'each change is told of once'() {
    equal(await watch(['up', 'down', 'down', 'up', 'up', 'down', 'up']), ['down', 'up', 'down', 'up']);
  },
  async 'no answer is told from nobody there'() {
    equal(await watch(['silent', 'silent', 'down', 'silent', 'up', 'up']), ['silent', 'down', 'silent', 'up']);
  },
  async 'two checks at once are one'() {
    let asked = 0;
    const server = new ServerWatch(async () => void (asked += 1));
    await Promise.all([server.check(), server.check()]);
    equal(asked, 1);
  },
};
