import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../support/intake-faults.js';
import { startMarkedServer } from '../../support/marked-server.js';
import { openMarked, waitForMarkers } from '../../support/markers.js';
import { waitUntil } from '../../support/wait-until.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();

async function openSite() {
  const server = await startMarkedServer();
  const context = await getBrowser().newContext();
  closeLater(() => context.close(), server.close);
  return { ...server, context, open: () => openMarked(context, server.url) };
}

describe('nothing is lost to a server', () => {
  it.each<[string, Fault, number]>([
    ['that fails', { kind: 'status', status: 500 }, 2],
    ['that is busy', { kind: 'status', status: 429 }, 2],
    [
      'that asks for a pause',
      { kind: 'status', status: 429, retryAfter: '1' },
      2,
    ],
    ['whose client goes away', { kind: 'status', status: 499 }, 2],
    ['that hangs up in the middle of a request', { kind: 'cut-body' }, 2],
    ['that hangs up before it answers', { kind: 'cut-answer' }, 2],
    ['that never answers', { kind: 'silent' }, 1],
  ])('%s', async (_, fault, count) => {
    const { intake, open } = await openSite();
    intake.faultNext(fault, count);
    const { markers } = await open();
    await waitUntil('the fault', () => intake.requests.length >= count);
    await waitForMarkers(intake, markers, Date.now());
    expect(intake.invalid).toEqual([]);
  });

  it('that cannot be reached for a while', async () => {
    const { intake, open } = await openSite();
    const { markers } = await open();
    await waitUntil('a recording', () => intake.replays()[0]);
    await intake.refuse();
    await sleep(3_000);
    await intake.listen();
    await waitForMarkers(intake, markers, Date.now());
    expect(intake.invalid).toEqual([]);
  });

  it('that cannot be reached during a whole visit', async () => {
    const { intake, context, url, open } = await openSite();
    // The configuration is known from an earlier visit.
    const earlier = await open();
    await waitUntil('a recording', () => intake.replays()[0]);
    await earlier.page.close();
    await intake.refuse();
    const { page, markers } = await open();
    await sleep(4_000);
    const endedAtMs = Date.now();
    await page.close();
    await intake.listen();
    await openMarked(context, `${url}/?session=2`);
    // Its recording began when the cached configuration took effect.
    const recorded = markers.filter(
      ({ writtenAtMs }) => writtenAtMs > endedAtMs - 2_000,
    );
    await waitForMarkers(intake, recorded, endedAtMs - 50);
    await waitUntil('the visit that follows', () =>
      intake.replays().some(({ sessionId }) => sessionId === '2'),
    );
    expect(intake.invalid).toEqual([]);
  });
});

it('keeps three tabs apart, one closed and one crashed', async () => {
  const { intake, open } = await openSite();
  const tabs = [await open(), await open(), await open()];
  await sleep(3_000);
  const endedAtMs = Date.now();
  await tabs[0]?.page.close();
  void tabs[1]?.page.goto('chrome://crash').catch(() => {});
  await sleep(500);
  await open();
  const markers = tabs.flatMap((tab) => tab.markers);
  await waitForMarkers(intake, markers, endedAtMs - 500);
  // Each upload holds the markers of one page load only.
  for (const { upload } of intake.requests) {
    const visits = upload?.events.join('').match(/(?<=marker-)\w+(?=-)/g) ?? [];
    expect(new Set(visits).size).toBeLessThan(2);
  }
});
