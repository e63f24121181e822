/**
 * What masking costs: the time in which a page of 20,000 nodes is snapshotted and masked, under several rules, compared
 * with no rules, as a Markdown table. Needs a build. Argument: how many rounds; 25 by default.
 */
import type { Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';

const SCRIPT = 'dist/session-replay.min.js';
const DEFAULT_ROUNDS = 25;
/** Not counted: the browser is still compiling. */
const WARM_UP_ROUNDS = 3;
const ROW_COUNT = 2_000;

const classes = (name: string): string[] =>
  Array.from({ length: 20 }, (_, i) => `.${name}${i}`);

const RULES: Record<string, object> = {
  'no rules': {},
  '20 mask and 20 block selectors': {
    maskSelector: classes('mask'),
    blockSelector: classes('block'),
  },
  'the same, of several parts each': {
    maskSelector: classes('mask').map((it) => `form > div ${it}[title]`),
    blockSelector: classes('block').map((it) => `form > div${it}`),
  },
  conservative: { defaultMaskLevel: 'conservative' },
};

const rounds = Number(process.argv[2] ?? DEFAULT_ROUNDS);
const browser = await launchChromium();

const pages: { name: string; page: Page; times: number[] }[] = [];
for (const [name, privacyConfig] of Object.entries(RULES)) {
  const page = await browser.newPage();
  await page.setContent(html());
  await page.addScriptTag({ path: SCRIPT });
  await page.evaluate(start, privacyConfig);
  pages.push({ name, page, times: [] });
}
for (let round = 1; round <= rounds + WARM_UP_ROUNDS; round += 1)
  for (const { page, times } of pages) {
    await page.bringToFront();
    const time = await page.evaluate(snapshot, round + 1);
    if (round > WARM_UP_ROUNDS) times.push(time);
  }
await browser.close();

const base = median(pages[0]?.times ?? []);
console.log('| rules | median ms | range ms | × no rules |');
console.log('| --- | ---: | ---: | ---: |');
for (const { name, times } of pages) {
  const range = `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`;
  const middle = median(times);
  console.log(
    `| ${name} | ${middle.toFixed(0)} | ${range} | ${(middle / base).toFixed(2)} |`,
  );
}

/** A form of 20,000 nodes. Some of it matches the selectors. */
function html(): string {
  const rows = Array.from({ length: ROW_COUNT }, (_, i) => {
    const blocked = i % 100 === 0 ? ` block${(i / 100) % 20}` : '';
    return `<div class="row${blocked}"><b class="mask${i % 60}" title="t${i}">Text ${i}</b>
      <a href="/item/${i}?q=1">link</a><label>Name <input name="n${i}" value="v${i}"></label></div>`;
  });
  return `<!doctype html><style>.row { color: red }</style><form>${rows.join('')}</form>`;
}

/** Runs in the page: starts a recording that stays in it. */
async function start(privacyConfig: object): Promise<void> {
  await Reflect.get(globalThis, 'sessionReplay').init('key', {
    deviceId: 'device',
    sessionId: 1,
    sampleRate: 1,
    storeType: 'memory',
    privacyConfig,
    handleFetchConfig: async () =>
      new Response('{"configs":{"sessionReplay":{}}}'),
    handleSendEvents: async () => new Response('{}'),
  }).promise;
}

/** Runs in the page: begins a session, which takes a snapshot, once nothing waits of the one before. */
async function snapshot(sessionId: number): Promise<number> {
  const sessionReplay = Reflect.get(globalThis, 'sessionReplay');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await sessionReplay.flush();
  const beganMs = performance.now();
  sessionReplay.setSessionId(sessionId);
  return performance.now() - beganMs;
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}
