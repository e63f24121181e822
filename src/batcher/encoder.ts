import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import { encodeInSlices, encodeNow, type EncodeJob } from './codec.js';

/** The part of `Worker` that is used. */
export interface WorkerLike {
  postMessage: (message: WorkerRequest) => void;
  terminate: () => void;
  onmessage: ((message: MessageEvent<WorkerAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What the page sends to the worker. */
export interface WorkerRequest extends EncodeJob {
  id: number;
}

/** What the worker answers. */
export interface WorkerAnswer {
  id: number;
  body: Uint8Array<ArrayBuffer>;
}

/** Makes request bodies off the main thread where it can. */
export interface Encoder {
  /** Encodes in the worker, or in idle slices where there is none. Rejects where the body is too large for the engine. */
  encode: (events: readonly string[]) => Promise<Uint8Array<ArrayBuffer>>;
  /** Encodes at once, on the main thread: for the end of the page. */
  encodeNow: (events: readonly string[]) => Uint8Array<ArrayBuffer>;
  /** Ends the worker. Jobs under way are finished in the page. */
  stop: () => void;
}

/**
 * How long the worker may be silent before its work is done in the page instead.
 *
 * Unit: ms.
 */
const WORKER_TIMEOUT_MS = 10_000;

/** The longest wait for an idle moment between two slices. Unit: ms. */
const IDLE_TIMEOUT_MS = 100;

/** Builds an encoder. The worker is started by the first job. */
export function createEncoder({
  environment,
  logger,
  gzip,
  worker: workerFrom,
}: {
  environment: Pick<Environment, 'schedule' | 'whenIdle' | 'spawnWorker'>;
  logger: Pick<Logger, 'log'>;
  gzip: boolean;
  /** `undefined`: no worker is wanted. */
  worker: { url: string } | { source: string } | undefined;
}): Encoder {
  type Job = {
    events: readonly string[];
    resolve: (body: Uint8Array<ArrayBuffer>) => void;
    reject: (reason: unknown) => void;
    cancelTimeout: () => void;
  };
  const jobs = new Map<number, Job>();
  let lastId = 0;
  let worker: WorkerLike | undefined;
  // Nothing to be gained from a worker where nothing is compressed.
  let isWorkerUsable = !!workerFrom && gzip;

  const encodeIdly = ({
    events,
    resolve,
    reject,
  }: Omit<Job, 'cancelTimeout'>) => {
    let slice: ReturnType<typeof encodeInSlices> | undefined;
    const step = (): void => {
      try {
        slice ??= encodeInSlices({ events, gzip });
        const body = slice();
        if (body) resolve(body);
        else environment.whenIdle(IDLE_TIMEOUT_MS, step);
      } catch (error) {
        reject(error);
      }
    };
    environment.whenIdle(IDLE_TIMEOUT_MS, step);
  };

  const finish = (id: number): Job | undefined => {
    const job = jobs.get(id);
    jobs.delete(id);
    job?.cancelTimeout();
    return job;
  };

  /** Ends the worker and does what it has not answered in the page. */
  const endWorker = (): void => {
    isWorkerUsable = false;
    worker?.terminate();
    worker = undefined;
    for (const id of jobs.keys()) {
      const job = finish(id);
      if (job) encodeIdly(job);
    }
  };
  const giveUp = (reason: string): void => {
    logger.log(`compresses in the page: ${reason}`);
    endWorker();
  };

  const getWorker = (): WorkerLike | undefined => {
    if (worker || !isWorkerUsable || !workerFrom) return worker;
    try {
      worker = environment.spawnWorker(workerFrom);
      worker.onmessage = ({ data }) => finish(data.id)?.resolve(data.body);
      worker.onerror = () => giveUp('the worker failed');
    } catch (error) {
      giveUp(describe(error));
    }
    return worker;
  };

  return {
    encode: (events) =>
      new Promise((resolve, reject) => {
        const target = getWorker();
        if (!target) return encodeIdly({ events, resolve, reject });
        const id = ++lastId;
        const cancelTimeout = environment.schedule(WORKER_TIMEOUT_MS, () =>
          giveUp('the worker does not answer'),
        );
        jobs.set(id, { events, resolve, reject, cancelTimeout });
        try {
          target.postMessage({ id, events, gzip });
        } catch (error) {
          giveUp(describe(error));
        }
      }),
    encodeNow: (events) => encodeNow({ events, gzip }),
    stop: endWorker,
  };
}
