// @ts-check

/** @typedef {import('./run-record.js').RunRecord} RunRecord */

/**
 * Returns the events of a run as JSON for other programs: each with its time, and the line of the scenario that sent it.
 * @param {RunRecord} record
 */
export function eventsAsJSON(record) {
  const events = record.log
    .visible()
    .filter(({ kind }) => kind === 'event')
    .map((entry) => ({
      time: new Date(entry.at).toISOString(),
      event: entry.type,
      id: entry.id,
      data: entry.data,
      ...(record.lineOf(entry) === null ? {} : { line: record.lineOf(entry) }),
    }));
  return `${JSON.stringify(events, null, 2)}\n`;
}

/**
 * Returns the bytes of a run as they arrived, one response after another.
 * @param {RunRecord} record
 */
export function rawBytes(record) {
  const parts = record.lines.map(({ bytes }) => bytes);
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
