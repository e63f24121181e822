/** The compression worker. Shape: takes `{ id, events, gzip }`, answers `{ id, body }`. */
import { encodeNow } from './codec.js';
import type { WorkerAnswer, WorkerRequest } from './encoder.js';

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent<WorkerRequest>) => void;
  postMessage: (answer: WorkerAnswer, transfer: Transferable[]) => void;
};

scope.onmessage = ({ data: { id, ...job } }) => {
  const body = encodeNow(job);
  scope.postMessage({ id, body }, [body.buffer]);
};
