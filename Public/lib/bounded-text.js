// @ts-check

/**
 * The beginning of a body as text: what came within a time, and no more than a number of bytes. A body that never ends is not read whole.
 *
 * @param {Response} response
 * @param {{ bytes?: number, milliseconds?: number }} most
 */
export async function boundedText(response, { bytes = 65_536, milliseconds = 2000 } = {}) {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const cancel = () => reader.cancel().catch(() => {}); // ends a read that waits, too
  const timer = setTimeout(cancel, milliseconds);
  let text = '';
  let left = bytes;
  try {
    for (let part = await reader.read(); !part.done && left > 0; part = await reader.read()) {
      text += decoder.decode(part.value.subarray(0, left), { stream: true });
      left -= part.value.length;
    }
  } catch {
    // The connection broke: what came before is what there is.
  }
  clearTimeout(timer);
  cancel();
  return text;
}
