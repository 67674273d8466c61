// @ts-check

/**
 * A call that does something before the next frame, and once only, however often it is made until then.
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
