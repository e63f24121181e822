import type { Contestant } from './contestants.js';
import type { Measures, Run } from './run.js';
import { summarize, type Summary } from './statistics.js';

/** Runs of one workload: of each contestant the same number, of round after round. */
export type Results = { contestant: Contestant; runs: Run[] }[];

const COLUMNS: [
  title: string,
  measure: keyof Measures,
  unit: number,
  digits: number,
][] = [
  ['blocking ms', 'blockingMs', 1, 0],
  ['longest task ms', 'longestMs', 1, 0],
  ['worker ms', 'workerMs', 1, 0],
  ['heap MB', 'heapBytes', 1e6, 1],
  ['requests', 'requests', 1, 0],
  ['sent kB', 'sentBytes', 1e3, 0],
  ['disk kB', 'diskBytes', 1e3, 0],
];

/** The table of a workload in Markdown: medians, with ranges in brackets. */
export function formatTable(results: Results): string {
  const titles = [
    '',
    'main thread ms',
    'beyond base ms',
    '× rrweb',
    ...COLUMNS.map(([title]) => title),
  ];
  const rrweb = summarize(beyondBase(results, 'rrweb'));
  const rows = results.map(({ contestant, runs }) => {
    const problems = runs.flatMap(({ problem = [] }) => problem);
    if (problems.length > 0)
      return [
        contestant.name,
        `did not record in ${problems.length} of ${runs.length} runs: ${problems[0]}`,
      ];
    const values = (measure: keyof Measures) =>
      runs.map(({ measures }) => measures[measure] ?? NaN);
    const beyond = summarize(beyondBase(results, contestant.name));
    // Where rrweb drowns in noise, a ratio to it would say nothing.
    const ratio = rrweb.min > 0 ? beyond.median / rrweb.median : NaN;
    return [
      contestant.name,
      format(summarize(values('mainMs'))),
      format(beyond),
      Number.isFinite(ratio) ? ratio.toFixed(2) : '–',
      ...COLUMNS.map(([, measure, unit, digits]) =>
        format(summarize(values(measure).map((it) => it / unit)), digits),
      ),
    ];
  });
  const dashes = titles.map((_, index) => (index === 0 ? '---' : '---:'));
  return [titles, dashes, ...rows]
    .map((cells) => {
      const padding = Array.from(
        { length: titles.length - cells.length },
        () => '',
      );
      return `| ${[...cells, ...padding].join(' | ')} |`;
    })
    .join('\n');
}

/** Main-thread time of each round beyond what the base took in the same round. Empty for the bare page, and without base. */
function beyondBase(results: Results, name: string): number[] {
  const find = (wanted: string | undefined) =>
    results.find(({ contestant }) => contestant.name === wanted);
  const own = find(name);
  const base = find(own?.contestant.base);
  if (!own || !base || own === base) return [];
  return own.runs.map(
    ({ measures }, round) =>
      (measures.mainMs ?? NaN) - (base.runs[round]?.measures.mainMs ?? NaN),
  );
}

function format({ median, min, max }: Summary, digits = 0): string {
  if (!Number.isFinite(median)) return '–';
  const [low, middle, high] = [min, median, max].map((it) =>
    it.toFixed(digits),
  );
  return low === high ? `${middle}` : `${middle} (${low}–${high})`;
}
