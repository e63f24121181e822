/**
 * What recorders cost a page: runs the same workloads with ours, with others and with none, in turns, and prints the
 * medians as Markdown tables. Needs a build, and the packages of `test/bench`. Arguments: see `compare/arguments.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readArguments } from './compare/arguments.js';
import { run, type Run } from './compare/run.js';
import { readScripts } from './compare/scripts.js';
import { formatTable, type Results } from './compare/table.js';

const { contestants, workloads, throttles, rounds, out, ...settings } =
  readArguments(process.argv.slice(2));

const entrants = await Promise.all(
  contestants.map(async (contestant) => ({
    contestant,
    scripts: await readScripts(contestant),
  })),
);

// The first browser reads its own files from the disk: its run is not counted.
const [firstWorkload] = workloads;
const [first] = entrants;
if (firstWorkload && first)
  await run(firstWorkload, first.contestant, first.scripts, {
    ...settings,
    throttle: 1,
    tailMs: 0,
  });

const raw: { workload: string; throttle: number; results: Results }[] = [];
for (const throttle of throttles)
  for (const workload of workloads) {
    const runs = new Map<string, Run[]>();
    for (let round = 1; round <= rounds; round += 1)
      for (const { contestant, scripts } of entrants) {
        const { name } = contestant;
        console.error(
          `${workload.name} at ${throttle}x, round ${round}: ${name}`,
        );
        const result = await run(workload, contestant, scripts, {
          ...settings,
          throttle,
        });
        runs.set(name, [...(runs.get(name) ?? []), result]);
        reportOddities(result);
      }
    const results: Results = contestants.map((contestant) => ({
      contestant,
      runs: runs.get(contestant.name) ?? [],
    }));
    raw.push({ workload: workload.name, throttle, results });
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, JSON.stringify(raw, null, 1));
    console.log(
      `\n### ${workload.name} at ${throttle}x: ${workload.description}\n`,
    );
    console.log(formatTable(results));
  }

function reportOddities({ strangeUrls, pageErrors, problem, requests }: Run) {
  if (problem !== undefined) console.error(`  ${problem}`, requests);
  for (const url of strangeUrls)
    console.error(`  asked for ${url}, which it did not get`);
  for (const error of pageErrors) console.error(`  error: ${error}`);
}
