/** Everything that runs in the compression worker, as one piece that the build can also use in the page. */
import { encode, repack } from './codec.js';
import type { WorkerAnswer, WorkerRequest } from './encoder.js';

export { encodeInSlices, encodeNow, repack } from './codec.js';

/** What a worker's global scope offers. */
interface WorkerScope {
  onmessage: ((message: MessageEvent<WorkerRequest>) => void) | null;
  postMessage: (answer: WorkerAnswer, transfer: Transferable[]) => void;
}

/** Answers requests. Shape: takes `{ id, job }`, answers `{ id, bodies }`, without `bodies` where the job failed. */
export function serve(scope: WorkerScope): void {
  scope.onmessage = async ({ data: { id, job } }) => {
    try {
      const bodies = 'events' in job ? [await encode(job)] : await repack(job);
      scope.postMessage(
        { id, bodies },
        bodies.map(({ buffer }) => buffer),
      );
    } catch {
      scope.postMessage({ id }, []);
    }
  };
}
