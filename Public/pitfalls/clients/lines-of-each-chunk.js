// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { onEvent, onState }) {
  const abort = new AbortController();
  read().catch((error) => abort.signal.aborted || onState('closed', `${error}`));

  async function read() {
    const response = await fetch(url, { signal: abort.signal });
    onState('open');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    let fields = [];
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      const lines = (rest + value).split(/\r\n|\r|\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== '') fields.push(line);
        else if (fields.length > 0) {
          onEvent({ type: 'dispatched', data: fields.join('\n'), lastEventId: '' });
          fields = [];
        }
      }
    }
    onState('closed', 'the stream ended');
  }

  return () => abort.abort();
}
