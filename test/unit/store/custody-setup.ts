import { vi } from 'vitest';
import { createDrops } from '../../../src/drops.js';
import type { Environment } from '../../../src/environment.js';
import { createGuard } from '../../../src/guard.js';
import { createCustody } from '../../../src/store/custody.js';
import { openIndexedDbStore } from '../../../src/store/indexed-db-store.js';
import type {
  CaptureContext,
  JournalRow,
  SealedRows,
  SessionStore,
} from '../../../src/store/session-store.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { fakeLocks } from '../../support/fake-locks.js';
import { fakeLogger } from '../../support/fake-logger.js';
import { freshName, rawContents } from './raw-database.js';
import { sampleBatch, sampleRow } from './sample-rows.js';

/** Makes a batch of rows as the batcher does, but for its body. */
async function sealRows(rows: readonly JournalRow[]): Promise<SealedRows[]> {
  const [first] = rows;
  if (!first) throw new Error('nothing to seal');
  const { tabId, seq, context } = first;
  const batch = sampleBatch(seq, { tabId, context, eventCount: rows.length });
  return [{ batch, rows }];
}

/** A browser: one database, and locks or none. Its pages share both. */
export function openBrowser(locks: LockManager | undefined = fakeLocks()) {
  return browserWith(locks);
}

/** A browser that knows no Web Locks. */
export function openBrowserWithoutLocks() {
  return browserWith(undefined);
}

function browserWith(locks: LockManager | undefined) {
  const databaseName = freshName();
  let pageCount = 0;

  /** A page whose storage is not open yet. */
  const openPage = ({
    isDurableWanted = true,
    ...overrides
  }: Partial<Environment> & { isDurableWanted?: boolean } = {}) => {
    const page = ++pageCount;
    let idCount = 0;
    const environment = fakeEnvironment({
      locks,
      uniqueId: () => `page-${page}-${++idCount}`,
      ...overrides,
    });
    const logger = fakeLogger();
    const drops = createDrops(logger);
    const seal =
      vi.fn<(rows: readonly JournalRow[]) => Promise<SealedRows[]>>(sealRows);
    const onTakenOver = vi.fn<() => void>();
    const onLost = vi.fn<() => void>();
    const onDropped = vi.fn<(context: CaptureContext) => void>();
    const custody = createCustody({
      environment,
      databaseName,
      isDurableWanted,
      maxBatchLength: 6_000_000,
      guard: createGuard(logger, () => {}),
      logger,
      drops,
      seal,
      onOpen: () => {},
      onTakenOver,
      onLost,
      onDropped,
    });
    return {
      custody,
      environment,
      logger,
      drops,
      seal,
      onTakenOver,
      onLost,
      onDropped,
    };
  };

  return {
    locks,
    databaseName,
    openPage,
    /** What tabs have stored that are gone by now. */
    leave: async (store: (to: SessionStore) => Promise<void>) => {
      const gone = await openIndexedDbStore(databaseName, () => {});
      await store(gone);
      gone.close();
    },
    /** Whether there is a database on the disk. */
    isStored: async () =>
      (await indexedDB.databases()).some(({ name }) => name === databaseName),
    contents: () => rawContents(databaseName),
    /** Names of the locks that are held, without the database's. */
    heldLocks: async () =>
      ((await locks?.query())?.held ?? []).map(({ name }) =>
        name?.slice(databaseName.length + 1),
      ),
    /** Tabs that are leased. */
    leasedTabs: async () =>
      (await rawContents(databaseName)).leases.map(({ tabId }) => tabId),
  };
}

export type Page = ReturnType<ReturnType<typeof openBrowser>['openPage']>;

/** To be left by tabs that are gone: a journal row of each. */
export const rowsOf =
  (...tabIds: string[]) =>
  async (store: SessionStore) => {
    for (const tabId of tabIds) await store.append(sampleRow(1, { tabId }));
  };

/** Opens a page, which writes a row. */
export async function openWithRow(page: Page): Promise<Page> {
  await page.custody.open();
  await page.custody.store.append(
    sampleRow(1, { tabId: page.custody.tabId() }),
  );
  return page;
}
