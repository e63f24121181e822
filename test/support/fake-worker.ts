import { encodeNow } from '../../src/batcher/codec.js';
import type {
  WorkerAnswer,
  WorkerLike,
  WorkerRequest,
} from '../../src/batcher/encoder.js';

/** A compression worker that does nothing until the test tells it to. */
export interface FakeWorker extends WorkerLike {
  /** What was sent and is not answered yet. */
  inbox: WorkerRequest[];
  terminated: boolean;
  /** Answers the oldest message in the inbox: with these bodies, or with the events that it asks to be encoded. */
  answerNext: (bodies?: WorkerAnswer['bodies']) => void;
  /** Answers the oldest message in the inbox as one that the worker could not do. */
  failNext: () => void;
  crash: () => void;
}

export function fakeWorker(): FakeWorker {
  const take = (): WorkerRequest | undefined =>
    worker.terminated ? undefined : worker.inbox.shift();
  const answer = (data: WorkerAnswer): void =>
    worker.onmessage?.(new MessageEvent('message', { data }));
  const worker: FakeWorker = {
    inbox: [],
    terminated: false,
    onmessage: null,
    onerror: null,
    postMessage: (message) => {
      // As in a browser, the worker gets a copy.
      worker.inbox.push(structuredClone(message));
    },
    terminate: () => {
      worker.terminated = true;
    },
    answerNext: (bodies) => {
      const message = take();
      if (!message) return;
      const { id, job } = message;
      if (bodies) answer({ id, bodies });
      else if ('events' in job) answer({ id, bodies: [encodeNow(job)] });
      else throw new Error('say what becomes of the bodies');
    },
    failNext: () => {
      const message = take();
      if (message) answer({ id: message.id });
    },
    crash: () => worker.onerror?.(new ErrorEvent('error')),
  };
  return worker;
}
