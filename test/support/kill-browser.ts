import type { BrowserContext } from 'playwright-core';

/**
 * Finds out how to kill the browser of a persistent context as the kernel would, at once: the returned function.
 * It resolves when the browser is gone.
 */
export async function findKill(
  context: BrowserContext,
): Promise<() => Promise<void>> {
  const session = await context.browser()?.newBrowserCDPSession();
  const answer = await session?.send('SystemInfo.getProcessInfo');
  const found = answer?.processInfo.find(({ type }) => type === 'browser');
  if (!found) throw new Error('The process of the browser is not known');
  return async () => {
    const closed = context.waitForEvent('close');
    process.kill(found.id, 'SIGKILL');
    await closed;
  };
}
