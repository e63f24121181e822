import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemo } from '../../examples/demo/start-demo.js';
import { launchChromium } from '../support/chromium.js';
import { visitShop } from '../support/shop-visit.js';
import { openWatchedPage } from '../support/watched-page.js';

const SERVER = fileURLToPath(
  new URL('../../examples/demo/server.js', import.meta.url),
);

let browser: Browser;
let folder: string;
let demo: Awaited<ReturnType<typeof startDemo>>;
const start = (port: number) =>
  startDemo({ port, replaysFolder: folder, quiet: true });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replays-'));
  demo = await start(0);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await demo.close();
  await rm(folder, { recursive: true });
});

it('shows the list growing by itself, and plays what was recorded', async () => {
  const list = await openWatchedPage(browser);
  await list.page.goto(`${demo.url}/replays`);
  const rows = list.page.locator('a[href^="/replays/"]');
  expect(await rows.count()).toBe(0);

  const shop = await openWatchedPage(browser);
  await shop.page.goto(demo.url);
  await visitShop(shop.page);
  await rows.first().waitFor();
  await shop.page.click('#place-order', { trial: true });
  await shop.page.goto('about:blank');
  await rows.first().click();

  const player = list.page.frameLocator('.replayer-wrapper iframe');
  await player.locator('h1').first().waitFor();
  const moment = list.page.getByRole('button', { name: /Checkout Started/ });
  await moment.click();
  await player.locator('h1', { hasText: 'Checkout' }).waitFor();

  expect(list.complaints).toEqual([]);
  expect(shop.complaints).toEqual([]);
  await list.context.close();
  await shop.context.close();
});

it('keeps the replays when it is started again', async () => {
  await demo.close();
  demo = await start(0);
  const response = await fetch(`${demo.url}/api/replays`);
  expect(await response.json()).toMatchObject({
    replays: [{ eventCount: expect.any(Number) }],
  });
});

it.each([
  ['/sessions/v2/track', 'POST', 400],
  ['/sessions/v2/track', 'GET', 405],
  ['/config/key', 'GET', 400],
  ['/2/httpapi', 'POST', 400],
  ['/replays/nobody%2F1', 'GET', 404],
  ['/nothing', 'GET', 404],
])('answers a bad request to %s (%s) with %i', async (path, method, status) => {
  const response = await fetch(demo.url + path, { method });
  expect(response.status).toBe(status);
});

it.each([
  ['says in one sentence that a port is taken', () => demo.url.split(':')[2]],
  ['says in one sentence what a port must be', () => 'eighty'],
])('%s', async (_, port) => {
  const server = spawn(process.execPath, [SERVER], {
    env: { ...process.env, PORT: port() },
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(server, 'close');
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).toMatch(/PORT=\d+ npm start/);
});
