// @ts-check
import { INITIAL, streamReducer } from '/clients/react-reducer/streamReducer.js';
import { equal } from './expect.js';

/** @param {any[]} actions */
function after(...actions) {
  return actions.reduce(streamReducer, INITIAL);
}

const event = (/** @type {string} */ id) => ({ to: 'event', event: { type: 'message', data: `event ${id}`, lastEventId: id } });

export const tests = {
  'events are kept, and the id of the last one'() {
    const { count, events, lastEventId } = after(event('1'), event('2'));
    equal([count, events.map(({ data }) => data), lastEventId], [2, ['event 1', 'event 2'], '2']);
  },
  'the last hundred events are kept'() {
    const stream = after(...Array.from({ length: 150 }, (_, index) => event(`${index}`)));
    equal([stream.count, stream.events.length, stream.events[0].data], [150, 100, 'event 50']);
  },
  'attempts are counted until it is open again'() {
    const lost = { to: 'state', state: 'reconnecting', reason: 'lost', retryAt: 5 };
    equal(after(lost, { to: 'state', state: 'connecting' }, lost).attempt, 2);
    equal(after(lost, { to: 'state', state: 'open' }).attempt, 0);
    equal(after(lost).retryAt, 5);
  },
  'what is closed stays closed, until it is started'() {
    const closed = { to: 'state', state: 'closed', reason: 'done' };
    equal(after(closed, { to: 'state', state: 'open' }).reason, 'done');
    equal(after(event('1'), closed, { to: 'started' }), INITIAL);
  },
};
