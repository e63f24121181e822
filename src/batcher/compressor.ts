/** Everything that runs in the compression worker, as one piece that the build can also use in the page. */
import { encodeNow } from './codec.js';
import type { WorkerAnswer, WorkerRequest } from './encoder.js';

export { encodeInSlices, encodeNow } from './codec.js';

/** What a worker's global scope offers. */
interface WorkerScope {
  onmessage: ((message: MessageEvent<WorkerRequest>) => void) | null;
  postMessage: (answer: WorkerAnswer, transfer: Transferable[]) => void;
}

/** Answers requests to encode. Shape: takes `{ id, events, gzip }`, answers `{ id, body }`. */
export function serve(scope: WorkerScope): void {
  scope.onmessage = ({ data: { id, ...job } }) => {
    const body = encodeNow(job);
    scope.postMessage({ id, body }, [body.buffer]);
  };
}
