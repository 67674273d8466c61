// @ts-check

/**
 * Encodes a last event ID for the field `Last-Event-ID` of a fetch request; it has to be sent as UTF-8.
 *
 * fetch sends each character as one byte and throws at characters above U+00FF, so each byte of the UTF-8 becomes a character.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header
 *
 * @param {string} id
 */
export function lastEventIdField(id) {
  return Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join('');
}
