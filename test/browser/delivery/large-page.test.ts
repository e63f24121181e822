import { expect, it } from 'vitest';
import { reportNumbers } from '../../support/delivery-report.js';
import { startIntake } from '../../support/intake-server.js';
import { startPages } from '../../support/page-server.js';
import { countSnapshots } from '../../support/replay-events.js';
import { standaloneOptions } from '../../support/standalone-options.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';
import { openWatchedPage } from '../../support/watched-page.js';

const NODE_COUNT = 20_000;

const { getBrowser, closeLater } = useBrowser();

/**
 * Adds up how long our tasks take in which events become JSON; rrweb's own snapshot is none of them. In these, each look
 * at the clock takes a fifth of a millisecond at least, so that it is not for the machine to say how many there are.
 */
const MEASURE = `
  window.slices = [];
  const idle = window.requestIdleCallback;
  const now = performance.now.bind(performance);
  let isIdle = false;
  let addedMs = 0;
  performance.now = () => now() + (isIdle ? (addedMs += 0.2) : addedMs);
  window.requestIdleCallback = (task, options) => idle((deadline) => {
    const start = now();
    isIdle = true;
    task(deadline);
    isIdle = false;
    slices.push(now() - start);
  }, options);
`;

it.each([
  ['in a worker', {}],
  ['without a worker', { useWebWorker: false }],
])(
  'the first snapshot of a page of 20 000 nodes becomes JSON in many tasks on a slow machine, %s',
  async (_, options) => {
    const intake = await startIntake();
    const text = Array.from(
      { length: NODE_COUNT / 2 },
      (_row, index) => `<p class="row row--${index % 7}">漢 Item ${index}</p>`,
    ).join('');
    const pages = await startPages({
      '/': `<!doctype html><title>Large</title><script>${MEASURE}</script>${text}
        <script src="/dist/session-replay.min.js"></script>
        <script>window.begin = () => sessionReplay.init('test-key', ${standaloneOptions(intake, { eagerFullSnapshotSend: true, ...options })})</script>`,
    });
    const { page, context } = await openWatchedPage(getBrowser());
    closeLater(() => context.close(), pages.close, intake.close);
    await page.goto(pages.url);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.evaluate('void begin()');

    await waitUntil('the snapshot', () =>
      countSnapshots(intake.eventsOf(1)) > 0 ? true : undefined,
    );
    const slices = await page.evaluate<number[]>('slices');
    reportNumbers('tasks that make JSON of a large page', {
      ...options,
      count: slices.length,
      longestMs: Math.max(...slices),
    });
    expect(slices.length).toBeGreaterThan(5);
  },
);

it('an error in the worker stays out of the page, which goes on without it', async () => {
  const intake = await startIntake();
  const pages = await startPages({
    '/broken.js': {
      contentType: 'text/javascript; charset=utf-8',
      body: 'throw new Error("broken worker")',
    },
    '/': `<!doctype html><title>Broken</title><script>window.errors = []; window.onerror = (text) => void errors.push(text);</script>
      <script src="/dist/session-replay.min.js"></script>
      <script>sessionReplay.init('test-key', ${standaloneOptions(intake, { workerUrl: 'broken.js' })})</script>`,
  });
  const { page, context } = await openWatchedPage(getBrowser());
  closeLater(() => context.close(), pages.close, intake.close);
  await page.goto(pages.url);
  await waitUntil('a recording', () => intake.replays()[0]);
  expect(await page.evaluate('errors')).toEqual([]);
});
