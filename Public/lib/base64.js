// @ts-check

/**
 * Decodes Base64.
 *
 *     bytesOfBase64('aGk=')    // Uint8Array [104, 105]
 *
 * @param {string} text
 */
export function bytesOfBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** @param {string} text in base64url, without padding */
export function bytesOfBase64URL(text) {
  return bytesOfBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** @param {Uint8Array} bytes */
export function base64URLOf(bytes) {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
