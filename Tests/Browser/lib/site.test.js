// @ts-check
import { inside } from '/lib/site.js';
import { equal } from './expect.js';

export const tests = {
  'an address that the server gave with its prefix is one of the playground again'() {
    const told = { name: 'counter', play: '/playground/play/counter', address: '/playground/events' };
    equal(inside(told, '/playground'), { name: 'counter', play: '/play/counter', address: '/events' });
    equal(inside({ play: '/playground/play/x', address: null }, '/playground'), { play: '/play/x', address: null });
    equal(inside({ play: '/playground/play/~draft' }, '/playground'), { play: '/play/~draft' });
  },
  'without a prefix, or from a proxy that told none, it stays as it is'() {
    const plain = { play: '/play/counter', address: '/playground/events' };
    equal(inside(plain, ''), plain);
    equal(inside(plain, '/playground'), plain);
    equal(inside({ play: '/play/play', address: null }, '/play'), { play: '/play/play', address: null });
    equal(inside({ play: null, address: null }, '/playground'), { play: null, address: null });
  },
};
