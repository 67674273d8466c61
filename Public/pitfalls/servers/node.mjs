// Event streams without the pitfalls, for Node.js without packages. Each part below needs this first part.

/** Encodes an event: a `data` field for each line, a space after each colon, whole milliseconds, and a blank line. */
function encode({ id, event, retry, data }) {
  const lines = [];
  if (event !== undefined) lines.push(`event: ${event}`);
  if (id !== undefined) lines.push(`id: ${id}`);
  if (retry !== undefined) lines.push(`retry: ${Math.round(retry)}`);
  if (data !== undefined) for (const line of `${data}`.split(/\r\n|\r|\n/)) lines.push(`data: ${line}`);
  return `${lines.join('\n')}\n\n`;
}

/** Sends the head: the content type, no caching, no compression on the way, and no buffering in nginx. */
function begin(response, fields = {}) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no', ...fields });
}

/** The last id that the client received; 0 for none. Here ids count up. */
const lastId = (request) => Number(request.headers['last-event-id'] ?? 0) || 0;

//# missing-blank-line newline-loss leading-space bom content-type buffering-proxy
export function lines(request, response) {
  begin(response);
  response.write(encode({ data: 'Roses are red,\nviolets are blue' }));
  response.end(encode({ data: '  indented, and whole' }));
}

//# bogus-retry zero-retry thundering-herd
export function spread(request, response) {
  begin(response);
  // From one to five seconds, different for each client, so that they do not all come back together.
  response.end(encode({ retry: 1000 + Math.random() * 4000, data: 'The server is about to restart.' }));
}

//# clean-end missing-terminator
export function end(request, response) {
  if (lastId(request) === 2) return response.writeHead(204).end(); // it has everything: 204 stops EventSource
  begin(response);
  response.write(encode({ id: 1, data: 'The answer is forty-two.' }));
  response.end(encode({ id: 2, event: 'done', data: '[DONE]' })); // here the client closes
}

//# resume gap duplicate
const kept = [1, 2, 3, 4, 5].map((id) => ({ id, data: `Event ${id}` })); // the events of the last minutes, and each new one

export function resume(request, response) {
  begin(response);
  for (const event of kept.filter(({ id }) => id > lastId(request))) response.write(encode(event));
  response.end(); // a real one stays open for new events
}

//# too-old
const recent = [41, 42].map((id) => ({ id, data: `Event ${id}` }));

export function resumeOrReset(request, response) {
  begin(response);
  const isKnown = lastId(request) >= recent[0].id - 1;
  if (!isKnown) response.write(encode({ id: recent.at(-1).id, event: 'reset', data: JSON.stringify({ state: 'all that counts now' }) }));
  else for (const event of recent.filter(({ id }) => id > lastId(request))) response.write(encode(event));
  response.end();
}

//# non-200
let isBusy = true;

export function busy(request, response) {
  begin(response);
  if (isBusy) response.end(encode({ retry: 1000 })); // 200 and an end: EventSource comes back. After a 503 it would not.
  else response.end(encode({ data: 'Here we are.' }));
  isBusy = false;
}

//# gzip
import { constants, createGzip } from 'node:zlib';

export function compressed(request, response) {
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '') || /\bgzip *; *q=0(\.0*)?( *,|$)/.test(request.headers['accept-encoding'])) return lines(request, response);
  begin(response, { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH }); // sends each write immediately
  gzip.pipe(response);
  gzip.write(encode({ data: 'one' }));
  return gzip.end(encode({ data: 'two' }));
}

//# idle-timeout
export function heartbeat(request, response, every = 15_000) {
  begin(response);
  const timer = setInterval(() => response.write(': still here\n'), every); // a comment, which clients ignore
  response.on('close', () => clearInterval(timer));
  response.write(encode({ data: 'one' }));
}

//# error-page
export async function report(request, response, make = () => Promise.reject(new Error('no data'))) {
  if (lastId(request) === 9) return response.writeHead(204).end();
  begin(response);
  try {
    response.end(encode({ data: await make() }));
  } catch {
    response.end(encode({ id: 9, event: 'server-error', data: JSON.stringify({ message: 'The report could not be made.' }) }));
  }
  return undefined;
}

//# login-page token-expiry
export function authorized(request, response, isValid = (token) => token === 'good') {
  const token = new URL(request.url, 'http://localhost').searchParams.get('token');
  if (!isValid(token)) return response.writeHead(401, { 'Content-Type': 'text/plain' }).end('Sign in again.\n'); // never a page
  begin(response);
  response.write(encode({ id: 1, data: 'one' }));
  // Before the token expires, send the next one, with which the client connects again.
  return response.end(encode({ id: 2, event: 'token', data: JSON.stringify({ token: 'next' }) }));
}

//# cors-credentials
const ORIGINS = new Set(['https://shop.example']);

export function crossOrigin(request, response) {
  const { origin } = request.headers;
  const fields = ORIGINS.has(origin) ? { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' } : {};
  begin(response, { Vary: 'Origin', ...fields });
  response.end(encode({ data: 'one' }));
}

//# strict-mode
const jobs = new Map(); // by the name that the client gives: work belongs to that, not to a connection

export function job(request, response) {
  const name = new URL(request.url, 'http://localhost').searchParams.get('job') ?? 'job';
  if (!jobs.has(name)) jobs.set(name, { started: jobs.size + 1 });
  begin(response);
  response.end(encode({ event: 'job', data: JSON.stringify(jobs.get(name)) }));
}
