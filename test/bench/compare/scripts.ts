import { build } from 'esbuild';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Contestant } from './contestants.js';

/** Scripts of one contestant by path, as its page loads them. */
export type Scripts = Map<string, string>;

/** Where the page finds what is in the folder of `Contestant.script`. */
export const SCRIPT_FOLDER = '/script/';

/**
 * Reads all that the pages of a contestant may load.
 *
 * Why the whole folder: a build of several files loads the others from beside the first. Why at once: what is built
 * while the benchmark runs must not get into it.
 */
export async function readScripts({
  entry,
  script,
}: Contestant): Promise<Scripts> {
  const scripts: Scripts = new Map([
    ['/contestant.js', await bundleContestant(entry)],
  ]);
  if (script === undefined) return scripts;
  const folder = dirname(script);
  for (const name of await readdir(folder))
    if (name.endsWith('.js'))
      scripts.set(
        SCRIPT_FOLDER + name,
        await readFile(join(folder, name), 'utf8'),
      );
  return scripts;
}

/** Bundles a file of `test/bench/contestants` as a site would: minified, one script, for the browsers our build is for. */
async function bundleContestant(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`test/bench/contestants/${entry}.js`],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}
