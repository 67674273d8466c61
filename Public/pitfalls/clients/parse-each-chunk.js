// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { onEvent, onState }) {
  const abort = new AbortController();
  read().catch((error) => abort.signal.aborted || onState('closed', `${error}`));

  async function read() {
    /** @type {any} */
    const response = await fetch(url, { signal: abort.signal });
    onState('open');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      show(value);
    }
    onState('closed', 'the stream ended');
  }

  /** @param {string} chunk */
  function show(chunk) {
    const data = chunk.match(/^data: (.*)$/m)?.[1];
    if (data === undefined) return;
    try {
      onEvent({ type: 'reading', data: `${JSON.parse(data).celsius} °C`, lastEventId: '' });
    } catch (error) {
      onEvent({ type: 'mistake', data: `${error}`, lastEventId: '' });
    }
  }

  return () => abort.abort();
}
