import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  withBlockedOpening,
  withForbiddenIndexedDb,
  withHangingOpening,
  withNextVersion,
  withoutIndexedDb,
  withSpoiledTransactions,
  type Spoiling,
  type StorageFault,
} from '../../support/broken-storage.js';
import type { Intake } from '../../support/intake-server.js';
import { openVisit, waitForVisit } from '../../support/recorded-visit.js';
import { typesOf } from '../../support/replay-events.js';
import {
  DATABASE_NAME,
  startStorageSite,
  type StorageSite,
} from '../../support/storage-site.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** How long a page goes on after its storage has failed. Unit: ms. */
const GOES_ON_MS = 1_500;

/** What was written this shortly before the end of a visit may be lost. Unit: ms. */
const GRACE_MS = 50;

/** What the browser lets the site store in one test. Unit: bytes. */
const SMALL_QUOTA_BYTES = 400_000;

/** What the browser itself says of a server that cannot be reached. */
const NETWORK_ERROR = 'Failed to load resource';

/** What there is to say of a visit whose storage failed without a loss. */
const WHOLE_AND_WARNED_ONCE = {
  firstTypes: ['Meta', 'FullSnapshot'],
  dropped: {},
  complaints: [
    expect.stringMatching(/^warning: Session Replay: .*(IndexedDB|storage)/),
  ],
  invalid: [],
};

const { getBrowser } = useBrowser();

type Finish = (task: () => Promise<void>) => void;

async function openSite(
  onTestFinished: Finish,
  options: Record<string, unknown> = {},
): Promise<StorageSite> {
  const site = await startStorageSite(getBrowser(), { options });
  onTestFinished(site.close);
  return site;
}

/** Visits the site until its storage has failed, and a while longer; `meanwhile` is done again and again until then. */
async function visitUntilWarned(
  { context, url, intake, complaints }: StorageSite,
  meanwhile: (page: Page) => Promise<unknown> = async () => {},
) {
  const visit = await openVisit(context, url);
  const ours = () => complaints.filter((it) => !it.includes(NETWORK_ERROR));
  await waitUntil('a warning', async () => {
    await meanwhile(visit.page);
    return ours()[0];
  });
  await intake.listen();
  await sleep(GOES_ON_MS);
  await waitForVisit(intake, visit, Date.now());
  return {
    firstTypes: firstTypesOf(intake),
    dropped: await visit.page.evaluate('sessionReplay.getStatus().dropped'),
    complaints: ours(),
    invalid: intake.invalid,
  };
}

/** The types of what was recorded first, whatever arrived first, and whether it arrived once or twice. */
function firstTypesOf({ eventsOf }: Pick<Intake, 'eventsOf'>): string[] {
  const events = new Map(
    eventsOf(1).map((event) => [JSON.stringify(event), event]),
  );
  const inOrder = [...events.values()].sort(
    (a, b) => a.timestamp - b.timestamp,
  );
  return typesOf(inOrder).slice(0, 2);
}

/** Opens the database as someone else may, and keeps it open or not. */
async function occupyDatabase(
  { openEmptyPage }: StorageSite,
  { version, keepOpen }: { version: number; keepOpen: boolean },
): Promise<void> {
  const page = await openEmptyPage();
  await page.evaluate(
    ([name, asVersion, isKept]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, asVersion);
        request.addEventListener('error', () => reject(request.error));
        request.addEventListener('success', () => {
          if (!isKept) request.result.close();
          resolve();
        });
      }),
    [DATABASE_NAME, version, keepOpen] as const,
  );
}

describe.concurrent('loses nothing and warns once', () => {
  it.for<[string, StorageFault]>([
    ['IndexedDB is missing', withoutIndexedDb],
    ['IndexedDB may not even be read', withForbiddenIndexedDb],
    ['opening is blocked', withBlockedOpening],
    ['opening hangs', withHangingOpening],
    [
      'the first transaction hangs',
      withSpoiledTransactions({ first: { transaction: 0 }, outcome: 'hangs' }),
    ],
    [
      'the tenth transaction hangs',
      withSpoiledTransactions({ first: { transaction: 9 }, outcome: 'hangs' }),
    ],
    [
      'all hangs that comes after the first batch',
      withSpoiledTransactions({ first: 'afterBatch', outcome: 'hangs' }),
    ],
    [
      'the quota is used up from the start',
      withSpoiledTransactions({
        first: { put: 0 },
        only: 'puts',
        outcome: 'QuotaExceededError',
      }),
    ],
    [
      'the quota is used up after ten writes',
      withSpoiledTransactions({
        first: { put: 10 },
        only: 'puts',
        outcome: 'QuotaExceededError',
      }),
    ],
    [
      'the disk refuses every write',
      withSpoiledTransactions({
        first: { transaction: 0 },
        only: 'writes',
        outcome: 'UnknownError',
      }),
    ],
    [
      'the disk fails after the first batch',
      withSpoiledTransactions({ first: 'afterBatch', outcome: 'UnknownError' }),
    ],
  ])('where %s', async ([, breakStorage], { expect, onTestFinished }) => {
    const site = await openSite(onTestFinished);
    await breakStorage(site.context);
    expect(await visitUntilWarned(site)).toEqual(WHOLE_AND_WARNED_ONCE);
  });

  it("where the browser's quota is used up in the middle of a visit", async ({
    expect,
    onTestFinished,
  }) => {
    const site = await openSite(onTestFinished);
    const page = await site.openEmptyPage();
    const devTools = await site.context.newCDPSession(page);
    await devTools.send('Storage.overrideQuotaForOrigin', {
      origin: site.url,
      quotaSize: SMALL_QUOTA_BYTES,
    });
    const visit = await visitUntilWarned(site, (page) =>
      page.evaluate(`document.querySelector('#content').textContent =
          String.fromCharCode(...crypto.getRandomValues(new Uint8Array(10_000)))`),
    );
    expect(visit).toEqual(WHOLE_AND_WARNED_ONCE);
  });

  it('where the quota is used up while the server cannot be reached', async ({
    expect,
    onTestFinished,
  }) => {
    const site = await openSite(onTestFinished);
    await site.intake.refuse();
    const breakStorage = withSpoiledTransactions({
      first: 'afterBatch',
      only: 'puts',
      outcome: 'QuotaExceededError',
    });
    await breakStorage(site.context);
    expect(await visitUntilWarned(site)).toEqual(WHOLE_AND_WARNED_ONCE);
  });

  it('where another tab keeps an older version open', async ({
    expect,
    onTestFinished,
  }) => {
    const site = await openSite(onTestFinished);
    await occupyDatabase(site, { version: 1, keepOpen: true });
    await withNextVersion(site.context);
    expect(await visitUntilWarned(site)).toEqual(WHOLE_AND_WARNED_ONCE);
  });

  it('where a newer version was there before', async ({
    expect,
    onTestFinished,
  }) => {
    const site = await openSite(onTestFinished);
    await occupyDatabase(site, { version: 1_000, keepOpen: false });
    expect(await visitUntilWarned(site)).toEqual(WHOLE_AND_WARNED_ONCE);
  });
});

it.for<[string, Spoiling['outcome']]>([
  ['hangs', 'hangs'],
  ['fails', 'UnknownError'],
])(
  'delivers with the next visit what is left in storage that %s',
  async ([, outcome], { onTestFinished }) => {
    const site = await openSite(onTestFinished);
    const { context, url, intake, complaints } = site;
    const breakStorage = withSpoiledTransactions({
      first: 'afterBatch',
      outcome,
    });
    const fault = await breakStorage(context);
    const visit = await openVisit(context, url);
    await waitUntil('a warning', () => complaints[0]);
    await fault.dispose();
    const endedAtMs = Date.now();
    await visit.page.close();
    await openVisit(context, url);
    await waitForVisit(intake, visit, endedAtMs - GRACE_MS);
    expect(firstTypesOf(intake)).toEqual(['Meta', 'FullSnapshot']);
    expect(intake.invalid).toEqual([]);
  },
);

it.for<[string, string[]]>([
  ['idb', [DATABASE_NAME]],
  ['memory', []],
])(
  'with storeType %s has these databases: %j',
  async ([storeType, expected], { onTestFinished }) => {
    const site = await openSite(onTestFinished, { storeType });
    const visit = await openVisit(site.context, site.url);
    await sleep(GOES_ON_MS);
    await waitForVisit(site.intake, visit, Date.now());
    const names = await visit.page.evaluate(async () =>
      (await indexedDB.databases()).map(({ name }) => name),
    );
    expect(names).toEqual(expected);
    expect(site.complaints).toEqual([]);
    expect(site.intake.invalid).toEqual([]);
  },
);
