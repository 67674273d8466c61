// @ts-check

/**
 * How a plan answers the connections `first` to `last` of a session.
 * @typedef {{ first: number, last: number | null, line: number, plays: 'steps' | 'own-steps' | 'answer' | 'status-decides' | 'reset', status: number | null }} AttemptOutline
 */

/**
 * Describes in one line what each connection gets; empty where all connections get the same.
 *
 *     connectionsText(attempts)   // 'connections 1 to 2: answer 503, from 3: the steps'
 *
 * @param {readonly AttemptOutline[]} attempts
 */
export function connectionsText(attempts) {
  if (attempts.length < 2) return '';
  const parts = attempts.map(({ first, last, plays, status }) => {
    const which = last === null ? `from ${first}` : last === first ? `${first}` : `${first} to ${last}`;
    return `${which}: ${wordsFor(plays, status)}`;
  });
  return `${attempts[0].last === attempts[0].first ? 'connection' : 'connections'} ${parts.join(', ')}`;
}

/** @param {AttemptOutline['plays']} plays @param {number | null} status */
function wordsFor(plays, status) {
  switch (plays) {
    case 'steps':
      return 'the steps';
    case 'own-steps':
      return 'steps of its own';
    case 'answer':
      return status === null ? 'an answer' : `answer ${status}`;
    case 'status-decides':
      return 'as its status says';
    default:
      return 'reset';
  }
}
