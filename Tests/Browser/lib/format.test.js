// @ts-check
import { describeState } from '/lib/connection-state.js';
import { formatBytes, formatCount, formatDelta, formatDuration, onOneLine, prettyData } from '/lib/format.js';
import { equal } from './expect.js';

export const tests = {
  'deltas are milliseconds below a second, seconds above'() {
    equal([formatDelta(null), formatDelta(12.4), formatDelta(999), formatDelta(2004)], ['', '+12 ms', '+999 ms', '+2.00 s']);
  },
  'durations have at most two units'() {
    equal([formatDuration(0.4), formatDuration(9), formatDuration(200), formatDuration(120)], ['0.4 s', '9 s', '3 min 20 s', '2 min']);
  },
  'counts have a plural'() {
    equal([formatCount(0, 'event'), formatCount(1, 'event'), formatCount(1234, 'event')], ['0 events', '1 event', '1,234 events']);
  },
  'bytes have a unit'() {
    equal([formatBytes(999), formatBytes(1500), formatBytes(2_500_000)], ['999 B', '1.5 kB', '2.5 MB']);
  },
  'line ends are visible on one line'() {
    equal(onOneLine('a\nb'), 'a ↵ b');
  },
  'compact JSON is laid out'() {
    equal(prettyData('{"a":1}'), '{\n  "a": 1\n}');
  },
  'data that JavaScript would change is left as it is'() {
    equal(prettyData('{"a":12345678901234567890}'), '{"a":12345678901234567890}');
    equal(prettyData('{"a": 1.0}'), '{"a": 1.0}');
    equal(prettyData('{broken'), '{broken');
  },
  'a reconnection counts its seconds down'() {
    equal(describeState({ name: 'reconnecting', retryAt: 5000 }, 2500), 'reconnecting in 3 s');
    equal(describeState({ name: 'reconnecting', retryAt: 5000 }, 6000), 'reconnecting');
    equal(describeState({ name: 'open' }, 0), 'open');
  },
};
