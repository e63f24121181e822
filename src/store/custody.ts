/** Whose rows are this page's to send: its own, and those of tabs that are gone. */
import { SEAL_AT_BYTES } from '../batcher/batcher.js';
import type { Drops } from '../drops.js';
import type { Environment } from '../environment.js';
import type { Guard, Logger } from '../guard.js';
import { createFallbackStore } from './fallback-store.js';
import { openIndexedDbStore } from './indexed-db-store.js';
import { keepWithinLimits, maxStoredBytes } from './limits.js';
import { createLivingTabs } from './living-tabs.js';
import { createMemoryStore } from './memory-store.js';
import { recoverTabs } from './recovery.js';
import type {
  Batch,
  BatchEntry,
  CaptureContext,
  JournalRow,
  SessionStore,
} from './session-store.js';

/**
 * How long after a look for the rows of dead tabs the next one follows, where others were alive then.
 *
 * Unit: ms.
 */
const LOOK_AGAIN_MS = 60_000;

/** The store, and what of it this page answers for. */
export interface Custody {
  store: SessionStore;
  /** Opens the storage and takes over what tabs that are gone have left. Call it once. */
  open: () => Promise<void>;
  /** The tab under which this page writes its rows. */
  tabId: () => string;
  /** Tabs whose rows this page sends, its own last. */
  tabIds: () => readonly string[];
  /** Whether what is stored outlives the page at this moment. */
  isDurable: () => boolean;
  /** Gives up what is too old or too much. */
  keepLimits: () => Promise<void>;
  /** Takes out everything of a device, also of rows that are being taken over. Resolves to the number of events. */
  forget: (deviceId: string) => Promise<number>;
  /** Gives up what is owned, because the page goes away. */
  release: () => void;
  /** Claims it again, because the page came back. */
  resume: () => void;
  /** Ends it all. */
  close: () => void;
}

/** Builds the custody of one page. */
export function createCustody({
  environment,
  databaseName,
  isDurableWanted,
  guard,
  logger,
  drops,
  seal,
  onTakenOver,
  onLost,
  onDropped,
}: {
  environment: Environment;
  databaseName: string;
  isDurableWanted: boolean;
  guard: Guard;
  logger: Logger;
  drops: Drops;
  /** Makes a batch of rows of one context. */
  seal: (rows: readonly JournalRow[]) => Promise<Batch>;
  /** There may be more to send. */
  onTakenOver: () => void;
  /** What was stored is gone, or out of reach on this page. */
  onLost: () => void;
  /** Something of this page's own rows had to make way. */
  onDropped: (context: CaptureContext) => void;
}): Custody {
  // Sorts by time, so that what dead tabs left is sent in the order in which it was recorded.
  const newTabId = () =>
    `${environment.now().toString(36)}-${environment.uniqueId()}`;
  let tabId = newTabId();
  let recovered: readonly string[] = [];
  let quotaBytes: number | undefined;
  let isClosed = false;
  let cancelLook: (() => void) | undefined;
  /** Before the storage is open, too, there may be rows to take over. */
  let isTakingOver = true;
  /** Devices forgotten since then, whose rows may be in somebody's hands. */
  const forgotten = new Set<string>();

  const limit = (
    full: Pick<SessionStore, 'outbox' | 'replace'>,
    maxBytes: number,
  ): Promise<void> =>
    keepWithinLimits({
      store: full,
      nowMs: environment.now(),
      maxBytes,
      onDropped: (reason, batch) => {
        drops.count(
          reason,
          batch.eventCount,
          reason === 'expired'
            ? 'dropped what had waited for more than three days.'
            : 'dropped the oldest sessions, because too much waits to be sent.',
        );
        if (batch.tabId === tabId) onDropped(batch.context);
      },
    });

  const store = createFallbackStore({
    openDurable: isDurableWanted
      ? (onClosed) => openIndexedDbStore(databaseName, onClosed)
      : undefined,
    memory: createMemoryStore(),
    environment,
    logger,
    makeRoom: async (full) => limit(full, sumBytes(await full.outbox()) / 2),
    onLost,
  });
  const livingTabs = createLivingTabs({
    environment,
    databaseName,
    store,
    onLost: () => resume(),
    onError: (error) => logger.debug('a lease was not prolonged', error),
  });
  const keepLimits = (): Promise<void> =>
    guard.async('keeping the limits', () =>
      limit(store, maxStoredBytes(store.isDurable(), quotaBytes)),
    );

  const takeOver = async (): Promise<void> => {
    isTakingOver = true;
    cancelLook?.();
    if ((await livingTabs.claim(tabId)) === 'theirs') {
      // While this page slept another one has taken its rows, and sends them.
      tabId = newTabId();
      await livingTabs.claim(tabId);
    }
    const found = await recoverTabs({
      store,
      livingTabs,
      guard,
      ownTabId: tabId,
      maxRawBytes: SEAL_AT_BYTES,
      goesOn: () => !isClosed,
      seal,
    });
    // Of these devices only what came after they opted in again is left.
    for (const deviceId of forgotten) await store.forget({ deviceId }, tabId);
    forgotten.clear();
    isTakingOver = false;
    if (isClosed) return;
    recovered = found.recovered;
    if (found.othersLive)
      cancelLook = environment.schedule(LOOK_AGAIN_MS, resume);
    await keepLimits();
    onTakenOver();
  };
  const resume = (): void => {
    void guard.async('recovery', takeOver);
  };

  return {
    store,
    open: async () => {
      environment.quotaBytes().then(
        (bytes) => {
          quotaBytes = bytes;
        },
        () => {},
      );
      // A lock is claimed before the first row is written, so that no other tab takes it for a dead tab's.
      if (environment.locks) await livingTabs.claim(tabId);
      await store.open();
      await takeOver();
    },
    tabId: () => tabId,
    tabIds: () => [...recovered, tabId],
    isDurable: store.isDurable,
    keepLimits,
    forget: (deviceId) => {
      if (isTakingOver) forgotten.add(deviceId);
      return store.forget({ deviceId });
    },
    release: livingTabs.release,
    resume,
    close: () => {
      isClosed = true;
      cancelLook?.();
      livingTabs.release();
      store.close();
    },
  };
}

function sumBytes(batches: readonly BatchEntry[]): number {
  return batches.reduce((total, batch) => total + batch.bodyBytes, 0);
}
