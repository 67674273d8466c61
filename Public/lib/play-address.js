// @ts-check

/**
 * Returns the parameters of an address.
 *
 *     parametersOf('/stream/{agent_id}')   // ['agent_id']
 *
 * @param {string} address
 * @returns {string[]}
 */
export function parametersOf(address) {
  return Array.from(address.matchAll(/\{([^{}]+)\}/g), (match) => match[1]);
}

/**
 * Returns the path and query that play a scenario.
 *
 *     playAddress('/stream/{agent_id}', { agent_id: 'a b' }, { speed: '10', seed: '' })   // '/stream/a%20b?speed=10'
 *
 * @param {string} address
 * @param {Record<string, string>} parameters a parameter without a value is replaced by its name
 * @param {Record<string, string>} query fields without a value are left out
 */
export function playAddress(address, parameters, query) {
  const path = address.replace(/\{([^{}]+)\}/g, (_, name) => encodeURIComponent(parameters[name] || name));
  const pairs = Object.entries(query).filter(([, value]) => value !== '');
  return pairs.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(pairs)}`;
}

/**
 * Returns the command that plays an address in a terminal, quoted for a POSIX shell.
 *
 *     curlCommand('http://127.0.0.1:8000/events')             // curl -N http://127.0.0.1:8000/events
 *     curlCommand('http://127.0.0.1:8000/events?speed=10')    // curl -N 'http://127.0.0.1:8000/events?speed=10'
 *
 * @param {string} url absolute
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} request
 */
export function curlCommand(url, { method = 'GET', headers = {}, body = '' } = {}) {
  const fields = Object.entries(headers).map(([name, value]) => `-H ${shellWord(`${name}: ${value}`)}`);
  const data = [...(method === 'GET' || (method === 'POST' && body !== '') ? [] : [`-X ${method}`]), ...(method === 'GET' || body === '' ? [] : [`--data-raw ${shellWord(body)}`])];
  return ['curl -N', ...fields, ...data, shellWord(url)].join(' ');
}

/**
 * Quotes a text as one word of a POSIX shell, where it needs quotes.
 * @param {string} text
 */
export function shellWord(text) {
  return /^[\w.,:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
