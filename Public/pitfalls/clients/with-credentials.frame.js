// Runs in a frame of another origin, which with-credentials.js makes. It is a classic script, because modules need CORS themselves.
const url = new URL(document.currentScript.dataset.url);
const tell = (message) => parent.postMessage({ url: url.href, ...message }, '*');

const source = new EventSource(url, { withCredentials: true });
source.onopen = () => tell({ state: 'open' });
source.onerror = (event) => event instanceof MessageEvent || tell({ state: source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting' });
source.onmessage = (event) => tell({ type: event.type, data: event.data, lastEventId: event.lastEventId });
