import { build } from 'esbuild';

/** Bundles a file of `test/bench/contestants` as a site would: minified, one script, for the browsers our build is for. */
export async function bundleContestant(entry: string): Promise<string> {
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
