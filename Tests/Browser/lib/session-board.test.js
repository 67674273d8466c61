// @ts-check
import { SessionBoard, agentName } from '/lib/session-board.js';
import { equal } from './expect.js';

/** @param {string} stream @param {object} [more] @returns {any} */
function streamOf(stream, more = {}) {
  return { stream, session: 'a', scenario: 'counter', target: '/events', remoteAddress: '127.0.0.1', userAgent: null, page: null, started: `2026-01-01T00:00:0${stream}Z`, state: 'open', events: 0, bytes: 0, duration: 0, gate: null, ...more };
}

/** @param {SessionBoard} board @param {{ withEnded?: boolean, words?: string[] }} [wanted] */
function listed(board, { withEnded = true, words = [] } = {}) {
  return board.list({ withEnded, words }).map(({ stream, state, events }) => `${stream} ${state} ${events}`);
}

export const tests = {
  'open streams come first, the newest before the others, whatever the order of the list'() {
    const board = new SessionBoard();
    board.load([
      { session: 'a', streams: [streamOf('3'), streamOf('1')] },
      { session: 'b', streams: [streamOf('2', { state: 'ended' }), streamOf('4')] },
    ]);
    equal(listed(board), ['4 open 0', '3 open 0', '1 open 0', '2 ended 0']);
    equal(board.openCount, 3);
    equal(listed(board, { withEnded: false }), ['4 open 0', '3 open 0', '1 open 0']);
  },
  'changes are taken in: opened, progress, ended, forgotten'() {
    const board = new SessionBoard();
    board.load([{ session: 'a', streams: [streamOf('1')] }]);
    board.apply('opened', streamOf('2', { session: 'b' }));
    board.apply('progress', { streams: [{ stream: '1', events: 5, bytes: 50, duration: 2, gate: 'go' }, { stream: 'unknown', events: 1, bytes: 1, duration: 1, gate: null }] });
    equal(listed(board), ['2 open 0', '1 open 5']);
    equal(board.list({ withEnded: true, words: [] })[1].gate, 'go');
    board.apply('ended', streamOf('1', { state: 'ended', events: 6 }));
    equal(listed(board), ['2 open 0', '1 ended 6']);
    board.apply('forgotten', { session: 'b' });
    equal(listed(board), ['1 ended 6']);
  },
  'of those that ended the last fifty are kept'() {
    const board = new SessionBoard();
    for (let number = 0; number < 120; number += 1) board.apply('ended', streamOf(`${number}`, { state: 'ended' }));
    const streams = listed(board);
    equal([streams.length, streams[0], streams[49]], [50, '119 ended 0', '70 ended 0']);
  },
  'words find a stream by all that is said of it'() {
    const board = new SessionBoard();
    board.load([{ session: 'my-app', streams: [streamOf('1', { session: 'my-app', userAgent: 'curl/8.5' }), streamOf('2')] }]);
    equal(listed(board, { words: ['curl', 'my-app'] }), ['1 open 0']);
    equal(listed(board, { words: ['curl', 'python'] }), []);
  },
  'agents are named in a word or two'() {
    equal(agentName('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'), 'Chrome 140');
    equal(agentName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/141.0.0.0'), 'Edge 141');
    equal(agentName('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'), 'Firefox 128');
    equal(agentName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'), 'Safari 18');
    equal(agentName('curl/8.5.0'), 'curl 8.5.0');
    equal(agentName(null), 'unknown');
  },
};
