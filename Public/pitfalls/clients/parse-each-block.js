// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { onEvent, onState }) {
  const abort = new AbortController();
  read().catch((error) => abort.signal.aborted || onState('closed', `${error}`));

  async function read() {
    const response = await fetch(url, { signal: abort.signal });
    onState('open');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let collected = '';
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      const blocks = (collected + value).split('\n\n');
      collected = blocks.pop() ?? ''; // not ended by a blank line yet
      blocks.forEach(show);
    }
    onState('closed', 'the stream ended');
  }

  /** @param {string} block */
  function show(block) {
    const data = block.match(/^data: (.*)$/m)?.[1];
    if (data === undefined) return;
    try {
      onEvent({ type: 'reading', data: `${JSON.parse(data).celsius} °C`, lastEventId: '' });
    } catch (error) {
      onEvent({ type: 'mistake', data: `${error}`, lastEventId: '' });
    }
  }

  return () => abort.abort();
}
