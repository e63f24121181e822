/**
 * The way of an event: queue, journal, batcher, outbox, uploader. Joins the stages; decides nothing itself.
 * Stages write to the late journal. It wraps a store that notes what waits in the outbox, and that one wraps custody's,
 * on which custody itself works. Stages name each other before they are built, as none calls another before `open`.
 */
import { createBatcher } from './batcher/batcher.js';
import { createEncoder, type Encoder } from './batcher/encoder.js';
import { findWorker } from './batcher/find-worker.js';
import { createRepacker } from './batcher/repacker.js';
import type { Settings } from './config/settings.js';
import type { DropReason, Drops } from './drops.js';
import type { Environment } from './environment.js';
import type { Guard, Logger } from './guard.js';
import { FULL_SNAPSHOT } from './privacy/event-types.js';
import { createEventQueue, type EventQueue } from './recorder/event-queue.js';
import { createCustody } from './store/custody.js';
import { createLateJournal } from './store/late-journal.js';
import { PIECE_LENGTH } from './store/row-pieces.js';
import {
  isOf,
  sumBytes,
  type CaptureContext,
  type JournalRow,
  type Whose,
} from './store/session-store.js';
import { createDurationGate } from './uploader/duration-gate.js';
import { createSettle } from './uploader/settle.js';
import { createTransport } from './uploader/transport.js';
import { createUploader } from './uploader/uploader.js';

/**
 * Size up to which a backlog is joined where there is no worker, so that it costs the page little.
 *
 * Unit: bytes before compression.
 */
const MAX_MERGED_IN_PAGE_BYTES = 250_000;

/** Carries events to the server and keeps them until it has them. */
export interface Pipeline {
  /** Takes an event in constant time. */
  push: EventQueue['push'];
  /** Events are about to come. */
  expect: EventQueue['expect'];
  /** Opens the storage, takes over what tabs that are gone have left, and starts to send. Call it once. */
  open: () => Promise<void>;
  /** Stores and seals everything there is, and wakes the uploader. Resolves when it is in the outbox. */
  seal: () => Promise<void>;
  /** Seals everything and sends it at once. Resolves when it is answered. */
  flush: () => Promise<void>;
  /** Sends what may be sent by now. */
  wake: () => void;
  /** Retries at once what failed, now that the network is back. */
  retry: () => void;
  /** Stores, and sends as far as the browser carries it on: all in this task, the page's last one. */
  exit: () => void;
  /** The page came back after `exit`. */
  resume: () => void;
  /** Drops, and counts, everything of a device that is not sent yet. */
  forget: (deviceId: string, reason: DropReason) => Promise<void>;
  /** Whether what is recorded outlives the page at this moment. */
  isDurable: () => boolean;
  /** What waits to be sent, as far as it is known. */
  pending: () => Waiting;
  /** Who compresses at this moment. */
  worker: Encoder['worker'];
  /** Events that the server has accepted of this page and those before it. */
  sentCount: () => number;
  /** Delivers everything and releases what is held; what cannot be delivered stays stored. */
  close: () => Promise<void>;
}

/** What waits to be sent. */
export interface Waiting {
  /** Events of batches that are still open. */
  journalEvents: number;
  outboxBatches: number;
  /** What these batches take where they are stored. Unit: bytes. */
  bytes: number;
}

/** What the pipeline tells of what became of events. */
export interface PipelineEvents {
  /** What is recorded from now on is stored, as far as there is a storage. */
  onOpen: () => void;
  /** The server wants nothing more of this session; it is forgotten already. */
  onDisabled: (context: CaptureContext) => void;
  /** Something of the session is lost, whichever page recorded it; of whichever session where none is named. */
  onLost: (context: CaptureContext | undefined) => void;
  /** There is room, and the server takes what it is sent. */
  onWayFree: () => void;
}

/** Builds the pipeline of one page. */
export function createPipeline({
  environment,
  settings,
  guard,
  logger,
  drops,
  pageUrl,
  current,
  collect,
  onOpen,
  onDisabled,
  onLost,
  onWayFree,
}: {
  environment: Environment;
  settings: Settings;
  guard: Guard;
  logger: Logger;
  drops: Drops;
  /** The page's address at this moment, as it may be sent. */
  pageUrl: () => string;
  /** What is being recorded. */
  current: () => CaptureContext | undefined;
  /** Has everything pushed that is expected; `isLast`: there may be no other chance. */
  collect: (isLast: boolean) => void;
} & PipelineEvents): Pipeline {
  const { apiKey, databaseName, gzip, storeType, maxBatchLength } = settings;
  let lastSeq = 0;
  let sentCount = 0;
  /** What was in the outbox when it was read last, and what was put there since. */
  let waiting = { outboxBatches: 0, bytes: 0 };
  /** Unit: bytes before compression. */
  let tooLargeBytes = Infinity;
  /** Resolves when it is clear whose batches this page sends: before that, there is nothing that a flush could send. */
  let opening: Promise<void> | undefined;
  /** How often something was forgotten: what is in somebody's hands then must not be written back or sent. */
  let forgetCount = 0;

  /** What comes of a loss in the page itself has to wait until the task is over. */
  const onLocalLoss = (context?: CaptureContext): void => {
    onLost(context);
    environment.schedule(0, guard.sync('mending', onWayFree));
  };

  /** No idle moment is waited for where that is not wanted. */
  const whenIdle: Environment['whenIdle'] = settings.idleTimeoutMs
    ? environment.whenIdle
    : (_timeoutMs, task) => environment.schedule(0, task);
  const custody = createCustody({
    environment,
    databaseName,
    isDurableWanted: storeType === 'idb',
    maxBatchLength,
    guard,
    logger,
    drops,
    seal: (rows) => batcher.makeBatches(rows),
    onOpen,
    onTakenOver: () => uploader.wake(),
    onLost: () => {
      // What the journal held of the open batch is still here.
      void seal();
      onLocalLoss();
    },
    onDropped: onLocalLoss,
  });
  /** Whether the batch of a row is not to wait for more: it has a snapshot that is wanted soon, or is much smaller there. */
  const isSealedAtOnce = ({ events }: JournalRow): boolean =>
    events.some(
      (event) =>
        isSnapshot(event) &&
        (settings.eagerSnapshot ||
          (encoder.hasWorker() && event.length > PIECE_LENGTH)),
    );
  const store = createLateJournal({
    store: {
      ...custody.store,
      outbox: async () => {
        const outbox = await custody.store.outbox();
        waiting = { outboxBatches: outbox.length, bytes: sumBytes(outbox) };
        return outbox;
      },
    },
    environment,
    guard,
    isLate: (row) =>
      isSealedAtOnce(row) && encoder.hasWorker() && !environment.isHidden(),
  });
  const encoder = createEncoder({
    environment,
    whenIdle,
    logger,
    gzip,
    worker: findWorker(settings),
  });
  const repacker = createRepacker({
    repack: async (...job) => {
      const countBefore = forgetCount;
      const bodies = await encoder.repack(...job);
      if (forgetCount !== countBefore) throw new Error('forgotten meanwhile');
      return bodies;
    },
    gzip,
  });
  const uploader = createUploader({
    environment,
    store,
    transport: createTransport({
      environment,
      logger,
      timeoutMs: settings.sendTimeoutMs,
      handleSendEvents: settings.handleSendEvents,
    }),
    repacker,
    settle: createSettle({
      store,
      repacker,
      canDecompress: environment.canDecompress,
      drops,
      logger,
      onDelivered: (batch) => {
        sentCount += batch.eventCount;
        onWayFree();
      },
      onDropped: (batch) => onLost(batch.context),
      onTooLarge: (rawBytes) => {
        tooLargeBytes = Math.min(tooLargeBytes, rawBytes);
      },
      onDisabled: (context) => {
        onDisabled(context);
        return forgetOpen(context);
      },
    }),
    gate: createDurationGate({
      environment,
      store,
      drops,
      tabIds: custody.tabIds,
      current,
    }),
    guard,
    tabIds: custody.tabIds,
    forgetCount: () => forgetCount,
    trackUrl: settings.trackUrl,
    apiKey,
    maxAttempts: settings.maxAttempts,
    maxMergedBytes: () =>
      Math.min(
        encoder.hasWorker() ? maxBatchLength : MAX_MERGED_IN_PAGE_BYTES,
        tooLargeBytes / 2,
      ),
  });
  const batcher = createBatcher({
    environment,
    encoder,
    guard,
    gzip,
    minIntervalMs: settings.minIntervalMs,
    maxIntervalMs: settings.maxIntervalMs,
    maxBatchLength,
    onSealed: async (batch, rows) => {
      uploader.announce(batch);
      waiting.outboxBatches += 1;
      waiting.bytes += batch.bodyBytes;
      await store.seal(batch, rows);
      uploader.wake();
      void custody.keepLimits();
    },
  });
  const queue = createEventQueue({
    environment,
    whenIdle,
    guard,
    drops,
    collect,
    idleTimeoutMs: settings.idleTimeoutMs,
    maxEventBytes: settings.maxEventBytes,
    maxRowLength: PIECE_LENGTH,
    onSerialised: (serialised) => {
      const row = {
        tabId: custody.tabId(),
        seq: ++lastSeq,
        ...serialised,
        pageUrl: pageUrl(),
      };
      void guard.async('the journal', () => store.append(row));
      batcher.add(row);
      if (isSealedAtOnce(row))
        // Handing it on is enough for one task.
        environment.schedule(0, () => void batcher.seal());
    },
    onLost: onLocalLoss,
  });

  /** Drops what is not in the outbox yet. Returns the number of events that were not even in the journal. */
  const forgetOpen = (who: Whose): number => {
    const isTheirs = (context: CaptureContext) => isOf(context, who);
    forgetCount += 1;
    uploader.forgetRecent();
    batcher.forget(isTheirs);
    return queue.forget(isTheirs) + store.forgetLate(isTheirs);
  };
  const seal = (): Promise<void> =>
    guard.async('sealing', () => {
      queue.drain();
      store.writeLate();
      return batcher.seal();
    });
  const flush = async (): Promise<void> => {
    await seal();
    await opening;
    await uploader.flush();
  };

  return {
    push: queue.push,
    expect: queue.expect,
    open: () => (opening = guard.async('opening the storage', custody.open)),
    seal,
    flush,
    wake: uploader.wake,
    retry: uploader.retry,
    exit: () => {
      queue.drain();
      store.writeLate();
      const sealed = batcher.sealNow();
      for (const { batch, rows } of sealed)
        void guard.async('storing at exit', () => store.seal(batch, rows));
      uploader.sendAtExit(sealed.map(({ batch }) => batch));
      // The rest is in the journal; whoever takes it over sends it.
      if (custody.isDurable()) batcher.forget(() => true);
      // A page that holds a lock is kept out of the back/forward cache.
      custody.release();
    },
    resume: custody.resume,
    forget: (deviceId, reason) => {
      const unstored = forgetOpen({ deviceId });
      return guard.async('forgetting', async () => {
        const stored = await custody.forget(deviceId);
        if (unstored + stored > 0) drops.count(reason, unstored + stored);
        await store.outbox();
      });
    },
    isDurable: custody.isDurable,
    pending: () => ({
      journalEvents: batcher.eventCount(),
      ...waiting,
    }),
    worker: encoder.worker,
    sentCount: () => sentCount,
    close: () =>
      guard.async('shutting down', async () => {
        await flush();
        queue.stop();
        batcher.stop();
        uploader.stop();
        encoder.stop();
        custody.close();
      }),
  };
}

/** Shape: an event as JSON begins with its type. */
function isSnapshot(event: string): boolean {
  return event.startsWith(`{"type":${FULL_SNAPSHOT},`);
}
