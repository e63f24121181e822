/**
 * What recorders cost a page: runs the same workloads with ours, with others and with none, in turns, and prints the
 * medians as Markdown tables. Needs a build, and the packages of `test/bench`. Arguments: see `compare/arguments.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readArguments } from './compare/arguments.js';
import { bundleContestant } from './compare/bundle-contestant.js';
import { run } from './compare/run.js';
import { formatTable, type Results } from './compare/table.js';

const { contestants, workloads, throttles, rounds, out, ...settings } =
  readArguments(process.argv.slice(2));

const bundles = new Map<string, string>();
for (const { entry } of contestants)
  bundles.set(entry, await bundleContestant(entry));

// The first browser reads its own files from the disk: its run is not counted.
const [firstWorkload] = workloads;
const [first] = contestants;
if (firstWorkload && first)
  await run(firstWorkload, first, bundles.get(first.entry) ?? '', {
    ...settings,
    throttle: 1,
    tailMs: 1,
  });

const raw: { workload: string; throttle: number; results: Results }[] = [];
for (const throttle of throttles)
  for (const workload of workloads) {
    const results: Results = contestants.map((contestant) => ({
      contestant,
      runs: [],
    }));
    for (let round = 1; round <= rounds; round += 1)
      for (const { contestant, runs } of results) {
        const name = `${workload.name} ${throttle}x, round ${round}, ${contestant.name}`;
        console.error(name);
        const bundle = bundles.get(contestant.entry) ?? '';
        const result = await run(workload, contestant, bundle, {
          ...settings,
          throttle,
        });
        runs.push(result);
        const { strangeUrls, pageErrors, problem, requests } = result;
        if (problem !== undefined) console.error(`  ${problem}`, requests);
        for (const url of strangeUrls)
          console.error(`  asked for ${url}, which it did not get`);
        for (const error of pageErrors) console.error(`  error: ${error}`);
      }
    raw.push({ workload: workload.name, throttle, results });
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, JSON.stringify(raw, null, 1));
    console.log(
      `\n### ${workload.name} at ${throttle}x: ${workload.description}\n`,
    );
    console.log(formatTable(results));
  }
