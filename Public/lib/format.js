// @ts-check

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/**
 * Formats the time of day with milliseconds.
 * @param {number} milliseconds since the epoch
 */
export function formatTime(milliseconds) {
  return clock.format(milliseconds);
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/**
 * Formats the date and the time of day.
 * @param {string} time in ISO 8601
 */
export function formatDate(time) {
  return moment.format(new Date(time));
}

/**
 * Formats the time since the previous event.
 *
 *     formatDelta(12)       // '+12 ms'
 *     formatDelta(2004)     // '+2.00 s'
 *     formatDelta(null)     // ''
 *
 * @param {number | null} milliseconds
 */
export function formatDelta(milliseconds) {
  if (milliseconds === null) return '';
  return milliseconds < 1000 ? `+${Math.round(milliseconds)} ms` : `+${(milliseconds / 1000).toFixed(2)} s`;
}

/**
 * Formats the duration of a run.
 *
 *     formatDuration(0.4)    // '0.4 s'
 *     formatDuration(9)      // '9 s'
 *     formatDuration(200)    // '3 min 20 s'
 *
 * @param {number} seconds
 */
export function formatDuration(seconds) {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/**
 * Formats a time on an axis with the precision that the distance between its marks needs.
 *
 *     formatMoment(40, 20)        // '40 ms'
 *     formatMoment(1020, 20)      // '1.02 s'
 *     formatMoment(90000, 30000)  // '1 min 30 s'
 *
 * @param {number} milliseconds @param {number} step milliseconds between two marks
 */
export function formatMoment(milliseconds, step) {
  if (milliseconds === 0) return '0';
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (step >= 1000) return formatDuration(milliseconds / 1000);
  return `${(milliseconds / 1000).toFixed(Math.ceil(-Math.log10(step / 1000)))} s`;
}

/** @param {number} count */
export function formatBytes(count) {
  if (count < 1000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

const groups = new Intl.NumberFormat('en');

/**
 * Formats a number with separators between its thousands.
 *
 *     formatNumber(12000)    // '12,000'
 *
 * @param {number} number
 */
export function formatNumber(number) {
  return groups.format(number);
}

/** @param {number} count @param {string} noun */
export function formatCount(count, noun) {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * Puts data on one line, with visible line ends.
 * @param {string} data
 */
export function onOneLine(data) {
  return data.replaceAll('\n', ' ↵ ');
}

/**
 * Indents compact JSON. Returns other text unchanged, and JSON that JavaScript would alter, such as a long number.
 * @param {string} data
 */
export function prettyData(data) {
  if (!/^[{[]/.test(data)) return data;
  try {
    const value = JSON.parse(data);
    return JSON.stringify(value) === data ? JSON.stringify(value, null, 2) : data;
  } catch {
    return data;
  }
}
