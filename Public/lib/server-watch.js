// @ts-check

/**
 * The state of the server: `up`; `down` where nothing listens at its address; `silent` where no response comes, because the server only
 * accepts the connection, or because the browser has no connection left.
 * @typedef {'up' | 'down' | 'silent'} ServerState
 */

const INTERVAL = 1500;
const PATIENCE = 3000;

/**
 * Polls the server, so that a page notices within five seconds that it has stopped or is back.
 *
 *     const watch = new ServerWatch((signal) => fetch('/healthz', { signal }));
 *     watch.onChange((state) => console.log(state));
 *     watch.start();
 */
export class ServerWatch {
  #ask;
  /** @type {ServerState} */
  #state = 'up';
  /** @type {Set<(state: ServerState) => void>} */
  #listeners = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isRunning = false;
  #isAsking = false;
  #patience;
  #interval;

  /**
   * @param {(signal: AbortSignal) => Promise<unknown>} ask throws where nothing listens
   * @param {{ interval?: number, patience?: number }} options the pause between two requests, and the wait for an answer, in milliseconds
   */
  constructor(ask, { interval = INTERVAL, patience = PATIENCE } = {}) {
    this.#ask = ask;
    this.#interval = interval;
    this.#patience = patience;
  }

  get state() {
    return this.#state;
  }

  /** @param {(state: ServerState) => void} listener called after each change @returns {() => void} removes the listener */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param {() => void} listener called whenever the server answers again @returns {() => void} removes the listener */
  onUp(listener) {
    return this.onChange((state) => state === 'up' && listener());
  }

  /** @param {() => void} listener called once, when the server answers again */
  onceUp(listener) {
    const stop = this.onUp(() => {
      stop();
      listener();
    });
  }

  /** Asks immediately, and then regularly until it is paused. */
  start() {
    this.#isRunning = true;
    this.check();
  }

  /** Stops asking, for pages that are hidden. */
  pause() {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** Asks immediately, for when an error may mean that the server has stopped. */
  async check() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    clearTimeout(this.#timer);
    const state = await this.#look();
    this.#isAsking = false;
    this.#change(state);
    if (this.#isRunning) this.#timer = setTimeout(() => this.check(), this.#interval);
  }

  /** @returns {Promise<ServerState>} */
  async #look() {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.#patience);
    try {
      await this.#ask(abort.signal); // any answer means that it is there
      return 'up';
    } catch {
      return abort.signal.aborted ? 'silent' : 'down';
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {ServerState} state */
  #change(state) {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}
