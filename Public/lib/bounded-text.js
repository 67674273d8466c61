// @ts-check

/**
 * Returns the beginning of a body as text, limited by time and by size, so that it does not wait for a body that never ends.
 *
 * @param {Response} response
 * @param {{ bytes?: number, milliseconds?: number }} most
 */
export async function boundedText(response, { bytes = 65_536, milliseconds = 2000 } = {}) {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const cancel = () => reader.cancel().catch(() => {}); // also ends a pending read
  const timer = setTimeout(cancel, milliseconds);
  let text = '';
  let left = bytes;
  try {
    for (let part = await reader.read(); !part.done && left > 0; part = await reader.read()) {
      text += decoder.decode(part.value.subarray(0, left), { stream: true });
      left -= part.value.length;
    }
  } catch {
    // The connection broke: return what arrived before.
  }
  clearTimeout(timer);
  cancel();
  return text;
}
