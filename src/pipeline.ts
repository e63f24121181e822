/** The way of an event: queue, journal, batcher, outbox, uploader. Joins the stages; decides nothing itself. */
import { createBatcher, SEAL_AT_BYTES } from './batcher/batcher.js';
import { createEncoder } from './batcher/encoder.js';
import { findWorker } from './batcher/find-worker.js';
import type { Settings } from './config/settings.js';
import type { DropReason, Drops } from './drops.js';
import type { Environment } from './environment.js';
import type { Guard, Logger } from './guard.js';
import { createEventQueue, type EventQueue } from './recorder/event-queue.js';
import { createFallbackStore } from './store/fallback-store.js';
import { openIndexedDbStore } from './store/indexed-db-store.js';
import { createLivingTabs } from './store/living-tabs.js';
import { createMemoryStore } from './store/memory-store.js';
import { recoverTabs } from './store/recovery.js';
import {
  isOf,
  type CaptureContext,
  type Whose,
} from './store/session-store.js';
import { createTransport } from './uploader/transport.js';
import { createUploader } from './uploader/uploader.js';

/** Carries events to the server and keeps them until it has them. */
export interface Pipeline {
  /** Takes an event in constant time. */
  push: EventQueue['push'];
  /** Opens the storage, takes over what tabs that are gone have left, and starts to send. Call it once. */
  open: () => Promise<void>;
  /** Stores and seals everything there is, and wakes the uploader. Resolves when it is in the outbox. */
  seal: () => Promise<void>;
  /** Seals everything and sends it at once. Resolves when it is answered. */
  flush: () => Promise<void>;
  /** Retries at once what failed, now that the network is back. */
  retry: () => void;
  /** Stores, and sends as far as the browser carries it on: all in this task, the page's last one. */
  exit: () => void;
  /** The page came back after `exit`. */
  resume: () => void;
  /** Drops, and counts, everything of a device that is not sent yet. */
  forget: (deviceId: string, reason: DropReason) => Promise<void>;
  /** Delivers everything and releases what is held; what cannot be delivered stays stored. */
  close: () => Promise<void>;
}

/** Builds the pipeline of one page. */
export function createPipeline({
  environment,
  settings,
  guard,
  logger,
  drops,
  onDisabled,
}: {
  environment: Environment;
  settings: Settings;
  guard: Guard;
  logger: Logger;
  drops: Drops;
  /** The server wants nothing more of this session; it is forgotten already. */
  onDisabled: (context: CaptureContext) => void;
}): Pipeline {
  const { apiKey, gzip, storeType } = settings;
  const databaseName = `plugin-session-replay-browser/${apiKey}`;
  // Sorts by time, so that what dead tabs left is sent in the order in which it was recorded.
  const tabId = `${environment.now()}-${environment.uniqueId()}`;
  let lastSeq = 0;
  let state: 'new' | 'open' | 'closed' = 'new';
  /** Devices that opted out before the storage was open, where earlier pages may have left something of theirs. */
  const forgotten = new Set<string>();

  const store = createFallbackStore({
    openDurable:
      storeType === 'idb'
        ? (onLost) => openIndexedDbStore(databaseName, onLost)
        : undefined,
    memory: createMemoryStore(),
    environment,
    logger,
  });
  const livingTabs = createLivingTabs({ environment, databaseName });
  const uploader = createUploader({
    environment,
    store,
    transport: createTransport(environment),
    drops,
    logger,
    guard,
    tabId,
    trackUrl: settings.trackUrl,
    apiKey,
    maxAttempts: settings.maxAttempts,
    onDisabled: (context) => {
      onDisabled(context);
      return forgetOpen(context);
    },
  });
  const encoder = createEncoder({
    environment,
    logger,
    gzip,
    worker: findWorker(settings),
  });
  const batcher = createBatcher({
    environment,
    encoder,
    guard,
    gzip,
    onSealed: async (batch, rows) => {
      uploader.announce(batch);
      await store.seal(batch, rows);
      uploader.wake();
    },
  });
  const queue = createEventQueue({
    environment,
    guard,
    drops,
    onSerialised: (serialised) => {
      const row = { tabId, seq: ++lastSeq, ...serialised };
      void guard.async('the journal', () => store.append(row));
      batcher.add(row);
    },
  });

  /** Drops what is not in the outbox yet. Returns the number of events that were not even in the journal. */
  const forgetOpen = (who: Whose): number => {
    const isTheirs = (context: CaptureContext) => isOf(context, who);
    uploader.announce(undefined);
    batcher.forget(isTheirs);
    return queue.forget(isTheirs);
  };
  const seal = (): Promise<void> =>
    guard.async('sealing', () => {
      queue.drain();
      return batcher.seal();
    });
  const flush = async (): Promise<void> => {
    await seal();
    await uploader.flush();
  };
  const claimOwnRows = () => livingTabs.claim(tabId);

  return {
    push: queue.push,
    open: () =>
      guard.async('opening the storage', async () => {
        // Before the first row is written, so that no other tab takes it for a dead tab's.
        await claimOwnRows();
        await store.open();
        const recovered = await recoverTabs({
          store,
          livingTabs,
          ownTabId: tabId,
          maxRawBytes: SEAL_AT_BYTES,
          goesOn: () => state !== 'closed',
          seal: batcher.makeBatch,
        });
        // Of these devices only what came after they opted in again is left.
        for (const deviceId of forgotten)
          await store.forget({ deviceId }, tabId);
        if (state === 'closed') return;
        state = 'open';
        uploader.adopt(recovered);
      }),
    seal,
    flush,
    retry: uploader.retry,
    exit: () => {
      queue.drain();
      const sealed = batcher.sealNow();
      for (const { batch, rows } of sealed)
        void guard.async('storing at exit', () => store.seal(batch, rows));
      uploader.sendAtExit(sealed.map(({ batch }) => batch));
      // A page that holds a lock is kept out of the back/forward cache.
      livingTabs.release();
    },
    resume: () => {
      void guard.async('returning', claimOwnRows);
      uploader.wake();
    },
    forget: (deviceId, reason) => {
      if (state === 'new') forgotten.add(deviceId);
      const waiting = forgetOpen({ deviceId });
      return guard.async('forgetting', async () => {
        const stored = await store.forget({ deviceId });
        if (waiting + stored > 0) drops.count(reason, waiting + stored);
      });
    },
    close: () =>
      guard.async('shutting down', async () => {
        state = 'closed';
        await flush();
        queue.stop();
        batcher.stop();
        uploader.stop();
        encoder.stop();
        store.close();
        livingTabs.release();
      }),
  };
}
