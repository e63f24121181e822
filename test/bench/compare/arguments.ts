import { parseArgs } from 'node:util';
import { WORKLOADS } from '../workloads/list.js';
import type { Workload } from '../workloads/workload.js';
import { listContestants, type Contestant } from './contestants.js';

export interface BenchArguments {
  rounds: number;
  contestants: Contestant[];
  workloads: Workload[];
  /** How much slower the processor is made, one pass for each. */
  throttles: number[];
  tailMs: number;
  longMinutes: number;
  /** File for the raw numbers. */
  out: string;
}

/** Errors: one sentence about what cannot be understood. */
export function readArguments(args: string[]): BenchArguments {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      only: { type: 'string' },
      workloads: { type: 'string' },
      throttle: { type: 'string', default: '1' },
      ours: { type: 'string' },
      'tail-ms': { type: 'string', default: '6000' },
      'long-minutes': { type: 'string', default: '2' },
      out: { type: 'string', default: '.bench/results.json' },
    },
  });
  return {
    rounds: toNumber('rounds', values.rounds),
    contestants: pick('only', listContestants(values.ours), values.only),
    workloads: pick('workloads', WORKLOADS, values.workloads),
    throttles: values.throttle.split(',').map((it) => toNumber('throttle', it)),
    tailMs: toNumber('tail-ms', values['tail-ms']),
    longMinutes: toNumber('long-minutes', values['long-minutes']),
    out: values.out,
  };
}

function toNumber(option: string, text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`--${option} takes a number above 0, not ${text}`);
}

/** Those of the list that are named, in the order of the list; all without names. */
function pick<T extends { name: string }>(
  option: string,
  all: T[],
  names: string | undefined,
): T[] {
  if (names === undefined) return all;
  const wanted = names.split(',');
  const unknown = wanted.find((name) => !all.some((it) => it.name === name));
  if (unknown === undefined)
    return all.filter(({ name }) => wanted.includes(name));
  throw new Error(
    `--${option} knows ${all.map(({ name }) => name).join(', ')}, and not ${unknown}`,
  );
}
