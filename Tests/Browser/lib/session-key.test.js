// @ts-check
import { inSession, isOwnSession, newSessionKey, sessionKeyIn } from '/lib/session-key.js';
import { equal } from './expect.js';

export const tests = {
  'a key is one that the server takes, and another each time'() {
    equal(/^[A-Za-z0-9_-]{1,64}$/.test(newSessionKey()), true);
    equal(newSessionKey() === newSessionKey(), false);
  },
  'in a room a key is one of somebody’s own'() {
    const own = `${'a'.repeat(32)}-${'0'.repeat(22)}`;
    equal(new RegExp(`^${own}-[0-9a-f]{6}$`).test(newSessionKey(own)), true);
    equal(newSessionKey(own).length <= 64, true);
    equal([isOwnSession(own, own), isOwnSession(`${own}-1`, own), isOwnSession(`${own}1`, own), isOwnSession('other', own), isOwnSession('any', '')], [true, true, false, false, true]);
  },
  'a key is found in what was pasted'() {
    equal(sessionKeyIn(' my-app\n'), 'my-app');
    equal(sessionKeyIn("curl -N 'http://127.0.0.1:8000/events?speed=2&session=my-app&seed=1'"), 'my-app');
    equal(sessionKeyIn('http://127.0.0.1:8000/#watch=my-app'), 'my-app');
    equal(sessionKeyIn('no key'), null);
    equal(sessionKeyIn(''), null);
    equal(sessionKeyIn('a'.repeat(65)), null);
  },
  'an address gets a session unless it names one'() {
    equal(inSession('/events', 'k'), { address: '/events?session=k', session: 'k' });
    equal(inSession('/events?speed=2', 'k'), { address: '/events?speed=2&session=k', session: 'k' });
    equal(inSession('/events?session=mine', 'k'), { address: '/events?session=mine', session: 'mine' });
  },
};
