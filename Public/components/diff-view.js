// @ts-check
import { element } from './element.js';

const SIGNS = { same: '  ', added: '+ ', removed: '- ', place: '' };

/**
 * Shows a diff, with its lines marked by a sign and a color.
 *
 *     parent.append(diffView('What changes', lineDiff(before, after)));
 *
 * @param {string} label
 * @param {readonly import('../lib/line-diff.js').DiffLine[]} lines
 */
export function diffView(label, lines) {
  return element(
    'pre',
    { class: 'diff', tabindex: '0', 'aria-label': label },
    ...lines.map(({ kind, text }) => element('span', { class: `diff-${kind}` }, `${SIGNS[kind]}${text}\n`)),
  );
}
