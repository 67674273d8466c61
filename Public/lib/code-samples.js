// @ts-check
import { curlCommand } from './play-address.js';
import { at } from './site.js';

/**
 * The request that a sample makes.
 *
 * @typedef {object} SampleRequest
 * @property {string} url absolute
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {string[]} types the event types to expect
 * @property {string[]} closeAfter the event types that end a stream
 * @property {import('./record-parser.js').StreamFormat} [format] the framing of the response
 * @property {string[]} [closeAtData] data that end a stream, compared as a whole
 */

/** @typedef {{ id: string, label: string, note: string, text: (request: SampleRequest) => string }} CodeSample */

const quote = (/** @type {unknown} */ value) => JSON.stringify(value);
const indent = (/** @type {string} */ text, /** @type {string} */ by) => text.replaceAll('\n', `\n${by}`);

/** @param {SampleRequest} request */
function fetchOptions({ method, headers, body }) {
  /** @type {Record<string, unknown>} */
  const options = { headers: { Accept: 'text/event-stream', ...headers } };
  if (method !== 'GET') Object.assign(options, { method, body });
  return JSON.stringify(options, null, 2);
}

/**
 * Returns a comment for samples that can play only event streams; empty where the stream is an event stream.
 * @param {string} mark the start of a comment @param {import('./record-parser.js').StreamFormat} format
 */
function onlyEventStreams(mark, format) {
  return format === 'sse' ? '' : `${mark} EventSource reads event streams only, and this is ${format}: the samples with fetch, Python and curl read it.\n`;
}

/** @param {SampleRequest} request for records, not for an event stream */
function fetchRecords(request) {
  const read =
    request.format === 'text'
      ? `for (let part = await reader.read(); !part.done; part = await reader.read()) console.log(decoder.decode(part.value, { stream: true }));
`
      : `let rest = '';
for (let part = await reader.read(); !part.done; part = await reader.read()) {
  const lines = (rest + decoder.decode(part.value, { stream: true })).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const record = line.replace(/^\\x1e+/, '').trim();
    if (record !== '') console.log(JSON.parse(record));
  }
}
`;
  return `const response = await fetch(${quote(request.url)}, ${fetchOptions(request)});
if (response.status !== 200) {
  await response.body?.cancel(); // it may never end
  throw new Error(\`HTTP \${response.status}\`);
}
const decoder = new TextDecoder();
const reader = response.body.getReader();
${read}`;
}

/**
 * @param {Pick<SampleRequest, 'url' | 'method' | 'headers' | 'body'>} request for records, not for an event stream
 * @param {import('./record-parser.js').StreamFormat} format
 */
function pythonRecords({ url, method, headers, body }, format) {
  const read =
    format === 'text'
      ? `    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    for chunk in response.iter_content(chunk_size=None):
        print(decoder.decode(chunk), end="", flush=True)
`
      : `    rest = b""
    for chunk in response.iter_content(chunk_size=None):
        *lines, rest = (rest + chunk).split(b"\\n")
        for line in lines:
            record = line.lstrip(b"\\x1e").strip()
            if record:
                print(json.loads(record), flush=True)
`;
  return `${format === 'text' ? 'import codecs' : 'import json'}

import requests

url = ${quote(url)}
headers = ${indent(JSON.stringify(headers, null, 4), '')}
${method === 'GET' ? '' : `body = ${quote(body)}.encode("utf-8")\n`}
with requests.request(${quote(method)}, url, headers=headers,${method === 'GET' ? '' : ' data=body,'} stream=True, timeout=(5, 60)) as response:
    response.raise_for_status()
${read}`;
}

/** @type {CodeSample[]} Programs that make the same request as the run. Each is complete and runs unchanged. */
export const CODE_SAMPLES = [
  {
    id: 'curl',
    label: 'curl',
    note: 'For a terminal. -N shows each event as it comes.',
    text: (request) => curlCommand(request.url, request),
  },
  {
    id: 'event-source',
    label: 'EventSource',
    note: 'EventSource can only GET, without header fields of your own. It reconnects by itself.',
    text: ({ url, types, closeAfter, closeAtData = [], format = 'sse' }) => `${onlyEventStreams('//', format)}const source = new EventSource(${quote(url)});

source.addEventListener('open', (event) => event instanceof MessageEvent || console.log('open'));
for (const type of ${quote([...new Set(['message', ...types, ...closeAfter])])}) {
  source.addEventListener(type, (event) => {
    if (!(event instanceof MessageEvent)) return; // the browser's own "open" and "error"
    console.log(event.type, event.lastEventId, event.data);
    // When a stream ends, EventSource connects again, for ever: close after its last event.
    if (${quote(closeAfter)}.includes(event.type)${closeAtData.length > 0 ? ` || ${quote(closeAtData)}.includes(event.data)` : ''}) source.close();
  });
}
source.addEventListener('error', (event) => {
  if (event instanceof MessageEvent) return;
  console.log(source.readyState === EventSource.CLOSED ? 'refused' : 'reconnecting');
});
`,
  },
  {
    id: 'fetch',
    label: 'fetch',
    note: 'Any method, header field and body. It does not reconnect by itself.',
    text: (request) => request.format && request.format !== 'sse' ? fetchRecords(request) : `const response = await fetch(${quote(request.url)}, ${fetchOptions(request)});
const type = response.headers.get('Content-Type') ?? 'no content type';
if (response.status !== 200 || !/^text\\/event-stream *(;|$)/i.test(type)) {
  await response.body?.cancel(); // it may never end
  throw new Error(\`not an event stream: HTTP \${response.status}, \${type}\`);
}

let rest = '', endedWithCR = false, event = { type: '', data: [], id: '' };
const decoder = new TextDecoder();
const reader = response.body.getReader();
for (let part = await reader.read(); !part.done; part = await reader.read()) {
  let text = decoder.decode(part.value, { stream: true });
  const wasCut = endedWithCR && text.startsWith('\\n'); // the other half of CR LF
  if (text !== '') endedWithCR = text.endsWith('\\r');
  if (wasCut) text = text.slice(1);
  const lines = (rest + text).split(/\\r\\n|\\r|\\n/);
  rest = lines.pop();
  for (const line of lines) {
    if (line === '') {
      if (event.data.length > 0) console.log(event.type || 'message', event.id, event.data.join('\\n'));
      event = { type: '', data: [], id: event.id };
      continue;
    }
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (name === 'event') event.type = value;
    else if (name === 'data') event.data.push(value);
    else if (name === 'id' && !value.includes('\\0')) event.id = value;
  }
}
`,
  },
  {
    id: 'react',
    label: 'React',
    note: 'A hook and a component that uses it. Mounting twice, as StrictMode does, leaves one connection.',
    text: ({ url, types, closeAfter, format = 'sse' }) => `${onlyEventStreams('//', format)}import { useEffect, useState } from 'react';

const TYPES = ${quote([...new Set(['message', ...types, ...closeAfter])])};
const LAST_TYPES = ${quote(closeAfter)};

export function useEventSource(url) {
  const [stream, setStream] = useState({ state: 'connecting', events: [] });
  useEffect(() => {
    setStream({ state: 'connecting', events: [] });
    const source = new EventSource(url);
    const setState = (state) => setStream((stream) => ({ ...stream, state }));
    source.addEventListener('open', () => setState('open'));
    source.addEventListener('error', (event) => {
      if (event instanceof MessageEvent) return; // an event that the server named "error"
      setState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
    });
    for (const type of TYPES) {
      source.addEventListener(type, (event) => {
        if (!(event instanceof MessageEvent)) return;
        setStream((stream) => ({ ...stream, events: [...stream.events, event].slice(-100) }));
        if (!LAST_TYPES.includes(type)) return;
        source.close(); // else EventSource connects again when the server ends the stream
        setState('closed');
      });
    }
    return () => source.close();
  }, [url]);
  return stream;
}

export function Events() {
  const { state, events } = useEventSource(${quote(url)});
  return (
    <section>
      <p>{state}</p>
      <ol>{events.map((event, index) => <li key={index}>{event.type}: {event.data}</li>)}</ol>
    </section>
  );
}
`,
  },
  {
    id: 'python',
    label: 'Python',
    note: 'Needs requests: pip install requests. It does not reconnect by itself.',
    text: ({ url, method, headers, body, format = 'sse' }) => format !== 'sse' ? pythonRecords({ url, method, headers, body }, format) : `import codecs
import re

import requests

url = ${quote(url)}
headers = ${indent(JSON.stringify({ Accept: 'text/event-stream', ...headers }, null, 4), '')}
${method === 'GET' ? '' : `body = ${quote(body)}.encode("utf-8")\n`}
with requests.request(${quote(method)}, url, headers=headers,${method === 'GET' ? '' : ' data=body,'} stream=True, timeout=(5, 60)) as response:
    content_type = response.headers.get("Content-Type", "no content type")
    if response.status_code != 200 or content_type.split(";")[0].strip().lower() != "text/event-stream":
        raise SystemExit(f"not an event stream: HTTP {response.status_code}, {content_type}")
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest, ended_with_cr, event_type, data, event_id = "", False, "", [], ""
    for chunk in response.iter_content(chunk_size=None):
        text = decoder.decode(chunk)
        was_cut = ended_with_cr and text.startswith("\\n")  # the other half of CR LF
        if text:
            ended_with_cr = text.endswith("\\r")
        *lines, rest = re.split("\\r\\n|\\r|\\n", rest + text[was_cut:])
        for line in lines:
            if line == "":
                if data:
                    print(event_type or "message", event_id, "\\n".join(data), flush=True)
                event_type, data = "", []
                continue
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "event":
                event_type = value
            elif name == "data":
                data.append(value)
            elif name == "id" and "\\0" not in value:
                event_id = value
`,
  },
  {
    id: 'playwright',
    label: 'Playwright',
    note: 'A step test in Python: the stream waits at each gate of the scenario until the test opens it. Needs pytest-playwright.',
    text: ({ url, types, format = 'sse' }) => {
      const playground = new URL(at('/'), url).href.slice(0, -1);
      return `${onlyEventStreams('#', format)}import secrets
from urllib.parse import urlencode

from playwright.sync_api import expect

PLAYGROUND = ${quote(playground)}
# Your page goes here; this one shows what comes.
PAGE = """<!doctype html><title>Events</title><ol></ol><script>
  const source = new EventSource(new URLSearchParams(location.search).get("stream"));
  for (const type of ${indent(quote([...new Set(['message', ...types])]), '  ')})
    source.addEventListener(type, (event) => {
      document.querySelector("ol").append(Object.assign(document.createElement("li"), { textContent: \`\${event.type}: \${event.data}\` }));
    });
</script>"""


def test_events_arrive_step_by_step(page):
    session = f"test-{secrets.token_hex(6)}"
    stream = ${quote(url)} + ${quote(url.includes('?') ? '&' : '?')} + f"session={session}"
    page.route(f"{PLAYGROUND}/my-page?*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(f"{PLAYGROUND}/my-page?{urlencode({'stream': stream})}")
    events = page.get_by_role("listitem")
    expect(events.first).to_be_visible()

    # A scenario with a step such as "gate: go" waits there. This opens the next gate, whatever its name:
    answer = page.request.post(f"{PLAYGROUND}/api/sessions/{session}/step")
    expect(answer).to_be_ok()
    expect(events.nth(1)).to_be_visible()
`;
    },
  },
];
