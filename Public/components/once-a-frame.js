// @ts-check

/**
 * Returns a function that runs the action once before the next frame, however often it is called until then.
 *
 *     const schedule = onceAFrame(() => this.#draw());
 *     schedule();
 *
 * @param {() => void} action
 */
export function onceAFrame(action) {
  let isScheduled = false;
  return () => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      action();
    });
  };
}
