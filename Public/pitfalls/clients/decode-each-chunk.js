// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { onEvent, onState }) {
  const abort = new AbortController();
  read().catch((error) => abort.signal.aborted || onState('closed', `${error}`));

  async function read() {
    const response = await fetch(url, { signal: abort.signal });
    onState('open');
    const reader = response.body.getReader();
    let collected = '';
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      collected += new TextDecoder().decode(value);
      const blocks = collected.split('\n\n');
      collected = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = block.match(/^data: (.*)$/m)?.[1];
        if (data) onEvent({ type: 'message', data, lastEventId: '' });
      }
    }
    onState('closed', 'the stream ended');
  }

  return () => abort.abort();
}
