import { encodeNow } from '../../src/batcher/codec.js';
import type { WorkerLike, WorkerRequest } from '../../src/batcher/encoder.js';

/** A compression worker that does nothing until the test tells it to. */
export interface FakeWorker extends WorkerLike {
  /** What was sent and is not answered yet. */
  inbox: WorkerRequest[];
  terminated: boolean;
  /** Answers the oldest message in the inbox. */
  answerNext: () => void;
  crash: () => void;
}

export function fakeWorker(): FakeWorker {
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
    answerNext: () => {
      const message = worker.inbox.shift();
      if (!message || worker.terminated) return;
      const { id, ...job } = message;
      const data = { id, body: encodeNow(job) };
      worker.onmessage?.(new MessageEvent('message', { data }));
    },
    crash: () => worker.onerror?.(new ErrorEvent('error')),
  };
  return worker;
}
