/**
 * Runs the delivery tests several times, and prints as a Markdown table what became of the markers of each scenario.
 * Needs a build. Argument: how many times; 5 by default. Fails if a test has failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEFAULT_RUNS = 5;

const COLUMNS = [
  'scenario',
  'runs',
  'owed',
  'arrived without coming back',
  'arrived after the next visit',
  'duplicates',
  'lost',
];

/**
 * What became of the markers of a scenario, over all its runs.
 *
 * @typedef {{ runs: number, owed: number, atOnce: number, afterNext: number, duplicates: number }} Total
 */

const runs = Number(process.argv[2] ?? DEFAULT_RUNS);
if (!Number.isInteger(runs) || runs < 1)
  throw new Error(
    `The argument must be a number of runs, not ${process.argv[2]}`,
  );

const folder = await mkdtemp(join(tmpdir(), 'delivery-'));
const report = join(folder, 'report.jsonl');
await writeFile(report, '');
let failedRuns = 0;
for (let run = 0; run < runs; run += 1) {
  console.error(`Run ${run + 1} of ${runs}`);
  if (!runTests()) failedRuns += 1;
}
const totals = addUp(await readFile(report, 'utf8'));
await rm(folder, { recursive: true });

console.log(row(COLUMNS));
console.log(row(COLUMNS.map((_, index) => (index === 0 ? '---' : '---:'))));
for (const scenario of [...totals.keys()].sort()) {
  const total = totals.get(scenario);
  if (!total) continue;
  const { owed, atOnce, afterNext, duplicates } = total;
  console.log(
    row([
      scenario,
      String(total.runs),
      show(owed),
      withShare(atOnce, owed),
      withShare(afterNext, owed),
      withShare(duplicates, owed),
      show(owed - afterNext),
    ]),
  );
}
if (failedRuns > 0) {
  console.error(`${failedRuns} of ${runs} runs failed`);
  process.exitCode = 1;
}

/** Returns whether every test passed. What the tests say goes to standard error. */
function runTests() {
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '--project', 'browser', 'test/browser/delivery'],
    {
      cwd: ROOT,
      env: { ...process.env, DELIVERY_REPORT: report },
      stdio: ['ignore', process.stderr, process.stderr],
    },
  );
  return status === 0;
}

/** @param {string} lines One measurement a line, as JSON. */
function addUp(lines) {
  /** @type {Map<string, Total>} */
  const totals = new Map();
  for (const line of lines.split('\n')) {
    if (line === '') continue;
    const { scenario, ...counts } = JSON.parse(line);
    // The hour in fast motion counts no markers.
    if (counts.owed === undefined) continue;
    const total = totals.get(scenario);
    totals.set(scenario, {
      runs: (total?.runs ?? 0) + 1,
      owed: (total?.owed ?? 0) + counts.owed,
      atOnce: (total?.atOnce ?? 0) + counts.atOnce,
      afterNext: (total?.afterNext ?? 0) + counts.afterNext,
      duplicates: (total?.duplicates ?? 0) + counts.duplicates,
    });
  }
  return totals;
}

/**
 * A number with its share, rounded down so that 100 % means all.
 *
 * @param {number} part
 * @param {number} whole
 */
function withShare(part, whole) {
  if (whole === 0) return show(part);
  const percent = Math.floor((1_000 * part) / whole) / 10;
  return `${show(part)} (${percent} %)`;
}

/** @param {number} count */
function show(count) {
  return count.toLocaleString('en');
}

/** @param {string[]} cells */
function row(cells) {
  return `| ${cells.join(' | ')} |`;
}
