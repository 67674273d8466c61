// @ts-check

/** @type {import('../../components/plain-client.js').Follow} */
export function follow(url, { onEvent, onState }) {
  const address = new URL(url, location.href).href;
  // A sandboxed frame has its own origin, "null": to the server it is as foreign as a page of another site.
  const frame = document.createElement('iframe');
  const script = new URL('with-credentials.frame.js', import.meta.url).href;
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('title', 'A page of another origin');
  frame.srcdoc = `<script src="${script}" data-url="${address.replaceAll('&', '&amp;')}"></script>`;
  frame.hidden = true;

  /** @param {MessageEvent} event */
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data.state) onState(data.state);
    else onEvent(data);
  };
  addEventListener('message', hear);
  document.body.append(frame);
  return () => {
    removeEventListener('message', hear);
    frame.remove(); // ends its stream
  };
}
