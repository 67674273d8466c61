// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { onEvent, onState }) {
  const abort = new AbortController();
  read().catch((error) => abort.signal.aborted || onState('closed', `${error}`));

  async function read() {
    /** @type {any} */
    const response = await fetch(url, { signal: abort.signal });
    onState('open');
    const decoder = new TextDecoder(); // one for the whole stream: it keeps half a character for the next chunk
    const reader = response.body.getReader();
    let rest = '';
    let endedWithCR = false;
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      let text = decoder.decode(value, { stream: true });
      const wasCut = endedWithCR && text.startsWith('\n'); // the other half of CR LF
      if (text !== '') endedWithCR = text.endsWith('\r');
      if (wasCut) text = text.slice(1);
      const lines = (rest + text).split(/\r\n|\r|\n/);
      rest = lines.pop() ?? '';
      lines.forEach(take);
    }
    onState('closed', 'the stream ended');
  }

  /** @type {{ type: string, data: string[], id: string }} */
  const event = { type: '', data: [], id: '' };

  /** @param {string} line without its end */
  function take(line) {
    if (line === '') {
      if (event.data.length > 0) onEvent({ type: event.type || 'message', data: event.data.join('\n'), lastEventId: event.id });
      Object.assign(event, { type: '', data: [] });
      return;
    }
    const [, name = '', value = ''] = line.match(/^([^:]*):? ?(.*)$/s) ?? [];
    if (name === 'event') event.type = value;
    else if (name === 'data') event.data.push(value);
    else if (name === 'id' && !value.includes('\0')) event.id = value;
  }

  return () => abort.abort();
}
