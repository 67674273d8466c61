// @ts-check
import { formatNumber } from '../lib/format.js';
import { visibleParts } from '../lib/visible-bytes.js';
import { element } from './element.js';

/** The most bytes of a line that are shown, so that drawing a growing line again does not take longer and longer. */
const MOST_BYTES = 2000;

/**
 * Shows the bytes of a line, with everything invisible made visible.
 *
 *     row.append(visibleLine(wire.lines[0]))
 *
 * @param {import('../lib/wire-log.js').WireLine} line
 */
export function visibleLine({ bytes, cuts }) {
  const parts = visibleParts(bytes.length > MOST_BYTES ? bytes.subarray(0, MOST_BYTES) : bytes, cuts);
  return element(
    'code',
    {},
    ...parts.map(({ kind, text, title }) => (kind === 'text' ? text : element('span', { class: `wire-${kind}`, title }, text))),
    bytes.length > MOST_BYTES ? element('span', { class: 'wire-mark' }, `… ${formatNumber(bytes.length - MOST_BYTES)} bytes more`) : null,
  );
}
