// @ts-check
import { inSession, newSessionKey } from '/lib/session-key.js';
import { equal } from './expect.js';

export const tests = {
  'a key is one that the server takes, and another each time'() {
    equal(/^[A-Za-z0-9_-]{1,64}$/.test(newSessionKey()), true);
    equal(newSessionKey() === newSessionKey(), false);
  },
  'an address gets a session unless it names one'() {
    equal(inSession('/events', 'k'), { address: '/events?session=k', session: 'k' });
    equal(inSession('/events?speed=2', 'k'), { address: '/events?speed=2&session=k', session: 'k' });
    equal(inSession('/events?session=mine', 'k'), { address: '/events?session=mine', session: 'mine' });
  },
};
