import { build, type BuildOptions } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { basename } from 'node:path';
import type { Page } from './page-server.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Bundles the source of an ES module as an application would that installed this package.
 *
 * `plugin-session-replay-browser` is the build in `dist`, every other import comes from
 * `node_modules`.
 *
 * @returns One classic script.
 */
export async function bundleApp(
  source: string,
  options: BuildOptions = {},
): Promise<string> {
  const [script] = await bundle(source, { format: 'iife', ...options });
  if (!script) throw new Error('esbuild made no file');
  return script.text;
}

/**
 * As `bundleApp`, with a file for each dynamic import.
 *
 * @returns Files for `startPages`, under `/app/`: load `/app/main.js` with `<script type="module">`.
 */
export async function bundleSplitApp(
  source: string,
): Promise<Record<string, Page>> {
  const files = await bundle(source, { format: 'esm', splitting: true });
  return Object.fromEntries(
    files.map(({ path, text }) => [
      `/app/${basename(path)}`,
      { body: text, contentType: 'text/javascript; charset=utf-8' },
    ]),
  );
}

async function bundle(source: string, options: BuildOptions) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ROOT, sourcefile: 'main.js' },
    alias: {
      'plugin-session-replay-browser': `${ROOT}dist/index.js`,
      'plugin-session-replay-browser/privacy-preview': `${ROOT}dist/privacy-preview.js`,
    },
    outdir: '/app',
    entryNames: 'main',
    bundle: true,
    write: false,
    platform: 'browser',
    logLevel: 'silent',
    ...options,
  });
  return outputFiles ?? [];
}
