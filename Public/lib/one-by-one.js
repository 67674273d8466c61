// @ts-check

/**
 * Runs tasks in order of arrival, at most `limit` at a time, so that they leave connections for other requests.
 * @param {number} limit
 */
export function oneByOne(limit) {
  /** @type {(() => Promise<void>)[]} */
  const waiting = [];
  let running = 0;
  const next = () => {
    if (running >= limit) return;
    const task = waiting.shift();
    if (!task) return;
    running += 1;
    task()
      .catch(() => {}) // tasks report their own errors
      .finally(() => {
        running -= 1;
        next();
      });
  };
  return (/** @type {() => Promise<void>} */ task) => {
    waiting.push(task);
    next();
  };
}
