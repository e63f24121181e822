import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { adaptRrweb, RRWEB_MODULE } from '../../src/recorder/rrweb/adapt.js';

/**
 * Bundles a script for a page that uses the recorder without the rest of the library.
 *
 * @param path From this folder.
 * @returns One classic script.
 */
export async function bundleRecorder(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
    plugins: [
      {
        name: 'adapted-rrweb',
        setup: (esbuild) =>
          esbuild.onLoad({ filter: RRWEB_MODULE }, async ({ path }) => ({
            contents: adaptRrweb(await readFile(path, 'utf8')),
          })),
      },
    ],
  });
  return outputFiles.map(({ text }) => text).join('');
}
