/** What an intake does to an upload instead of taking it as usual. */
export type Fault =
  /** Takes and answers it after the delay; a sender that has gone by then was not heard. */
  | { kind: 'slow'; delayMs: number }
  /** Reads it and never answers. It is not taken. */
  | { kind: 'silent' }
  /** Answers with this status. Taken only if that is a 2xx without `skipCode`. */
  | {
      kind: 'status';
      status: number;
      /** `Retry-After`: seconds or an HTTP date, or what gives it at the moment of the answer. */
      retryAfter?: string | (() => string);
      /** `X-Session-Replay-Event-Skipped`: 429 is throttled, 4004 and 4005 switched off. */
      skipCode?: number;
    }
  /** Refuses with 413 what has more events than this, and takes the rest. */
  | { kind: 'too-large'; maxEvents: number }
  /** Refuses with this status what has the text in one of its events, and takes the rest. */
  | { kind: 'poison'; text: string; status: number }
  /** Cuts the connection while the body is arriving. */
  | { kind: 'cut-body' }
  /** Takes it, and cuts the connection before the answer: a repetition is a duplicate. */
  | { kind: 'cut-answer' };

/** The faults that are still to happen. */
export interface FaultPlan {
  /** For the next uploads, behind those already planned. */
  faultNext: (fault: Fault, count?: number) => void;
  /** For every upload that `faultNext` does not speak for. */
  faultAlways: (fault: Fault) => void;
  clearFaults: () => void;
  /** The fault of the upload that has just come in. */
  takeFault: () => Fault | undefined;
}

export function createFaultPlan(): FaultPlan {
  const planned: Fault[] = [];
  let lasting: Fault | undefined;
  return {
    faultNext: (fault, count = 1) => {
      for (let index = 0; index < count; index += 1) planned.push(fault);
    },
    faultAlways: (fault) => {
      lasting = fault;
    },
    clearFaults: () => {
      planned.length = 0;
      lasting = undefined;
    },
    takeFault: () => planned.shift() ?? lasting,
  };
}
