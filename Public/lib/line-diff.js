// @ts-check

/** @typedef {{ kind: 'same' | 'added' | 'removed' | 'place', text: string }} DiffLine */

/**
 * Returns the smallest line-by-line difference between two texts.
 *
 *     lineDiff('a\nb\n', 'a\nc\n')   // a is the same, b is removed, c is added
 *
 * Time and memory grow with the product of the line counts, so it is meant for texts of a few hundred lines.
 *
 * @param {string} before
 * @param {string} after
 * @returns {DiffLine[]}
 */
export function lineDiff(before, after) {
  const [left, right] = [linesOf(before), linesOf(after)];
  // common[i][j]: the length of the longest common subsequence of the lines from i and from j on
  const common = Array.from({ length: left.length + 1 }, () => new Array(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      common[i][j] = left[i] === right[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  /** @type {DiffLine[]} */
  const lines = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ kind: 'same', text: left[i] });
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push({ kind: 'removed', text: left[i] });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: right[j] });
      j += 1;
    }
  }
  return lines;
}

/** @param {string} text */
function linesOf(text) {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/**
 * Returns the lines of a unified diff without the names of the two texts. A `place` is a hunk header or a remark.
 * @param {string} unified
 * @returns {DiffLine[]}
 */
export function linesOfDiff(unified) {
  return linesOf(unified.replace(/^--- .*\n\+\+\+ .*\n/, '')).map((line) => {
    const kind = /^(@@|\\)/.test(line) ? 'place' : line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same';
    return { kind, text: kind === 'place' ? line : line.slice(1) };
  });
}
