import type { Environment } from '../environment.js';
import { describe, type Logger } from '../guard.js';
import { inTime } from '../in-time.js';
import {
  encodeInSlices,
  encodeNow,
  repack,
  type EncodeJob,
  type RepackJob,
  type StoredBody,
} from './codec.js';

/** The body of a request. */
type Body = Uint8Array<ArrayBuffer>;

/** The part of `Worker` that is used. */
export interface WorkerLike {
  postMessage: (message: WorkerRequest) => void;
  terminate: () => void;
  onmessage: ((message: MessageEvent<WorkerAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What the page sends to the worker. */
export interface WorkerRequest {
  id: number;
  job: EncodeJob | RepackJob;
}

/** What the worker answers. */
export interface WorkerAnswer {
  id: number;
  /** Missing where the job failed. */
  bodies?: Body[];
}

/** Who does the work: `none` where nothing was to be done yet, or no worker is wanted; `failed`: the page itself. */
export type Workforce = 'running' | 'failed' | 'none';

/** Makes request bodies off the main thread where it can. */
export interface Encoder {
  /** Encodes in the worker, or in idle slices where there is none. Rejects where the body is too large for the engine. */
  encode: (events: readonly string[]) => Promise<Body>;
  /** Packs stored bodies anew, into `partCount` ones. Rejects where the browser cannot decompress, or the worker fails. */
  repack: (bodies: readonly StoredBody[], partCount: number) => Promise<Body[]>;
  /** Encodes at once, on the main thread: for the end of the page. */
  encodeNow: (events: readonly string[]) => Body;
  /** Whether the work is done off the main thread. */
  hasWorker: () => boolean;
  /** Who does the work at this moment. */
  worker: () => Workforce;
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
  whenIdle,
  logger,
  gzip,
  worker: workerFrom,
}: {
  environment: Pick<Environment, 'schedule' | 'spawnWorker'>;
  /** Waits for an idle moment, where one is wanted. */
  whenIdle: Environment['whenIdle'];
  logger: Pick<Logger, 'log'>;
  gzip: boolean;
  /** `undefined`: no worker is wanted. */
  worker: { url: string } | { source: string } | undefined;
}): Encoder {
  type Task = {
    job: EncodeJob | RepackJob;
    resolve: (bodies: Body[]) => void;
    reject: (reason: unknown) => void;
  };
  const tasks = new Map<number, Task>();
  let lastId = 0;
  let worker: WorkerLike | undefined;
  // Nothing to be gained from a worker where nothing is compressed.
  let isWorkerUsable = !!workerFrom && gzip;
  let hasFailed = false;

  const workInPage = ({ job, resolve, reject }: Task): void => {
    if (!('events' in job)) {
      repack(job).then(resolve, reject);
      return;
    }
    let slice: ReturnType<typeof encodeInSlices> | undefined;
    const step = (): void => {
      try {
        slice ??= encodeInSlices(job);
        const body = slice();
        if (body)
          Promise.resolve(body)
            .catch(() => encodeNow(job))
            .then((whole) => resolve([whole]), reject);
        else whenIdle(IDLE_TIMEOUT_MS, step);
      } catch (error) {
        reject(error);
      }
    };
    whenIdle(IDLE_TIMEOUT_MS, step);
  };

  const finish = (id: number): Task | undefined => {
    const task = tasks.get(id);
    tasks.delete(id);
    return task;
  };

  /** Ends the worker and does what it has not answered in the page. */
  const endWorker = (): void => {
    isWorkerUsable = false;
    worker?.terminate();
    worker = undefined;
    for (const id of tasks.keys()) {
      const task = finish(id);
      if (task) workInPage(task);
    }
  };
  const giveUp = (reason: string): void => {
    hasFailed = true;
    logger.log(`compresses in the page: ${reason}`);
    endWorker();
  };

  const getWorker = (): WorkerLike | undefined => {
    if (worker || !isWorkerUsable || !workerFrom) return worker;
    try {
      worker = environment.spawnWorker(workerFrom);
      worker.onmessage = ({ data: { id, bodies } }) => {
        const task = finish(id);
        if (bodies) task?.resolve(bodies);
        else task?.reject(new Error('the worker could not do it'));
      };
      worker.onerror = (event) => {
        // Or it reaches the page, as if it were an error of its own.
        event.preventDefault();
        giveUp('the worker failed');
      };
    } catch (error) {
      giveUp(describe(error));
    }
    return worker;
  };

  const work = (job: EncodeJob | RepackJob): Promise<Body[]> => {
    const id = ++lastId;
    const answer = new Promise<Body[]>((resolve, reject) => {
      const target = getWorker();
      if (!target) return workInPage({ job, resolve, reject });
      tasks.set(id, { job, resolve, reject });
      try {
        target.postMessage({ id, job });
      } catch (error) {
        giveUp(describe(error));
      }
    });
    // What the page does itself is no task, and may take its time.
    inTime(answer, WORKER_TIMEOUT_MS, environment).catch(() => {
      if (tasks.has(id)) giveUp('the worker does not answer');
    });
    return answer;
  };

  return {
    encode: async (events) => {
      const [body] = await work({ events, gzip });
      return body as Body;
    },
    repack: (bodies, partCount) => work({ bodies, partCount, gzip }),
    encodeNow: (events) => encodeNow({ events, gzip }),
    hasWorker: () => isWorkerUsable,
    worker: () => (hasFailed ? 'failed' : worker ? 'running' : 'none'),
    stop: endWorker,
  };
}
