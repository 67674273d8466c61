// @ts-check

/**
 * The sentence with which a server explains a refusal (RFC 9457 problem+json), or null.
 * @param {Response} response its body is read
 * @returns {Promise<string | null>}
 */
export async function readProblem(response) {
  if (!/[/+]json\b/.test(response.headers.get('Content-Type') ?? '')) {
    await response.body?.cancel();
    return null;
  }
  try {
    const problem = await response.json();
    const text = problem.detail ?? problem.title;
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}
