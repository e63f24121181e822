/** Whose rows are this page's to send: its own, and those of tabs that are gone. */
import type { Drops } from '../drops.js';
import type { Environment } from '../environment.js';
import type { Guard, Logger } from '../guard.js';
import { createFallbackStore } from './fallback-store.js';
import { openIndexedDbStore } from './indexed-db-store.js';
import { keepWithinLimits, maxStoredBytes } from './limits.js';
import { createLivingTabs } from './living-tabs.js';
import { createMemoryStore } from './memory-store.js';
import { recoverTabs } from './recovery.js';
import {
  sumBytes,
  type CaptureContext,
  type JournalRow,
  type SealedRows,
  type SessionStore,
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
  /** Tabs whose rows this page sends, its own last. None before it is clear which, and while the page is away. */
  tabIds: () => readonly string[];
  /** Whether what is stored outlives the page at this moment. */
  isDurable: () => boolean;
  /** Gives up what is too old or too much. */
  keepLimits: () => Promise<void>;
  /** Takes out everything of a device, also of rows that are being taken over. Resolves to the number of events. */
  forget: (deviceId: string) => Promise<number>;
  /** Gives up what is owned, because the page goes away. What it writes if it comes back is that of a new tab. */
  release: () => void;
  /** Claims what is nobody's, because the page came back. */
  resume: () => void;
  /** Ends it all. */
  close: () => void;
}

/** Builds the custody of one page. */
export function createCustody({
  environment,
  databaseName,
  isDurableWanted,
  maxBatchLength,
  guard,
  logger,
  drops,
  seal,
  onOpen,
  onTakenOver,
  onLost,
  onDropped,
}: {
  environment: Environment;
  databaseName: string;
  isDurableWanted: boolean;
  /** Size at which a batch is full. Unit: characters. */
  maxBatchLength: number;
  guard: Guard;
  logger: Logger;
  drops: Drops;
  /** Makes batches of rows of one context. */
  seal: (rows: readonly JournalRow[]) => Promise<SealedRows[]>;
  /** It is clear where data goes. */
  onOpen: () => void;
  /** There may be more to send. */
  onTakenOver: () => void;
  /** What was stored is gone, or out of reach on this page. */
  onLost: () => void;
  /** Something of a session had to make way. */
  onDropped: (context: CaptureContext) => void;
}): Custody {
  // Sorts by time, so that what dead tabs left is sent in the order in which it was recorded.
  const newTabId = () =>
    `${environment.now().toString(36)}-${environment.uniqueId()}`;
  let tabId = newTabId();
  /** Tabs whose rows this page sends; none before it is clear which, and none while the page is away. */
  let tabIds: readonly string[] = [];
  let quotaBytes: number | undefined;
  let isAway = false;
  let isClosed = false;
  let cancelLook: (() => void) | undefined;
  /** Looks for the rows of dead tabs, one after the other. The number of the last one asked for ends those before. */
  let looking: Promise<void> = Promise.resolve();
  let lastLook = 0;
  let isLooking = false;

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
            ? 'dropped what had waited for over three days.'
            : 'dropped the oldest sessions: too much waits.',
        );
        onDropped(batch.context);
      },
    });

  const store = createFallbackStore({
    openDurable: isDurableWanted
      ? (onClosed) => openIndexedDbStore(databaseName, onClosed)
      : undefined,
    memory: createMemoryStore(),
    environment,
    logger,
    // For what this page has recorded there is memory.
    makeRoom: async (full) => {
      const outbox = async () =>
        (await full.outbox()).filter((batch) => batch.tabId !== tabId);
      await limit(
        { outbox, replace: full.replace },
        sumBytes(await outbox()) / 2,
      );
    },
    onLost,
  });
  const livingTabs = createLivingTabs({
    environment,
    databaseName,
    store,
    onLost: () => void takeOver(),
  });
  const keepLimits = (): Promise<void> =>
    guard.async('keeping the limits', () =>
      limit(store, maxStoredBytes(store.isDurable(), quotaBytes)),
    );

  const look = async (goesOn: () => boolean): Promise<void> => {
    cancelLook?.();
    if ((await livingTabs.claim(tabId)) === 'theirs') {
      // While this page slept another one has taken its rows, and sends them.
      tabId = newTabId();
      await livingTabs.claim(tabId);
    }
    const { recovered, othersLive } = await recoverTabs({
      store,
      // What is in memory is this page's, whatever tab it belonged to.
      claim: async (id) => (store.isDurable() ? livingTabs.claim(id) : 'ours'),
      guard,
      ownTabId: tabId,
      maxLength: maxBatchLength,
      goesOn,
      seal,
    });
    if (!goesOn()) return;
    tabIds = [...recovered, tabId];
    if (othersLive)
      cancelLook = environment.schedule(LOOK_AGAIN_MS, () => void takeOver());
    await keepLimits();
    onTakenOver();
  };
  const takeOver = (): Promise<void> => {
    const number = ++lastLook;
    const goesOn = (): boolean => number === lastLook && !isClosed && !isAway;
    looking = looking.then(async () => {
      isLooking = true;
      if (goesOn()) await guard.async('recovery', () => look(goesOn));
      isLooking = false;
      // A page that holds a lock is kept out of the back/forward cache.
      if (isAway || isClosed) livingTabs.release();
      else if (tabIds.length === 0) tabIds = [tabId];
    });
    return looking;
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
      onOpen();
      await takeOver();
    },
    tabId: () => tabId,
    tabIds: () => tabIds,
    isDurable: store.isDurable,
    keepLimits,
    forget: (deviceId) => {
      const forgetting = store.forget({ deviceId });
      // What a look has in its hands must not be written back.
      if (isLooking) void takeOver();
      return forgetting;
    },
    release: () => {
      isAway = true;
      tabIds = [];
      cancelLook?.();
      livingTabs.release();
      // Whoever comes first may take over what is stored until now, this page included.
      if (store.isDurable()) tabId = newTabId();
    },
    resume: () => {
      isAway = false;
      void takeOver();
    },
    close: () => {
      isClosed = true;
      cancelLook?.();
      livingTabs.release();
      store.close();
    },
  };
}
