// @ts-check

/**
 * Runs tasks in the order in which they come, `limit` of them at a time, so that many of them leave room for others.
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
      .catch(() => {}) // what went wrong is the task's own to tell
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
