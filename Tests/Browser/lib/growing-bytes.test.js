// @ts-check
import { GrowingBytes } from '/lib/growing-bytes.js';
import { equal } from './expect.js';

export const tests = {
  'pieces are put one behind the other, and taken as a copy'() {
    const bytes = new GrowingBytes();
    for (let value = 0; value < 200; value += 1) bytes.append(Uint8Array.of(value));
    bytes.append(new Uint8Array(0));
    equal([bytes.length, [...bytes.view]], [200, Array.from({ length: 200 }, (_, index) => index)]);
    const taken = bytes.take();
    bytes.append(Uint8Array.of(9));
    equal([taken.length, taken[0], taken.buffer.byteLength, [...bytes.view]], [200, 0, 200, [9]]);
  },
};
