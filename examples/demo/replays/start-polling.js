/**
 * Runs a task now and again and again, but never while nobody sees the page.
 *
 * Concurrency: one run at a time; the pause begins when a run has ended.
 *
 * @param {object} options
 * @param {number} options.intervalMs
 * @param {() => Promise<void>} options.task
 * @returns {() => void} Stops it.
 */
export function startPolling({ intervalMs, task }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isRunning = false;
  let isStopped = false;

  const run = async () => {
    clearTimeout(timer);
    if (isRunning || isStopped || document.hidden) return;
    isRunning = true;
    try {
      await task();
    } finally {
      isRunning = false;
      if (!isStopped) timer = setTimeout(() => void run(), intervalMs);
    }
  };

  const onVisibilityChange = () => void run();
  document.addEventListener('visibilitychange', onVisibilityChange);
  void run();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisibilityChange);
  };
}
