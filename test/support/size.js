/** Prints the sizes that visitors pay for, and fails where one is above its limit. Needs a build. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Unit: bytes, after `gzip -9`.
 *
 * Why ours is the greater part of the file: it serialises the page and tells its changes, which rrweb did, in less of the
 * page's time. Of rrweb only observers and a few functions are left.
 */
const LIMITS = {
  'dist/session-replay.min.js': 40_000,
  'our own code in it': 32_000,
  'dist/session-replay.core.min.js': 12_000,
  'dist/session-replay.recorder.min.js': 35_000,
  'dist/session-replay.targeting.min.js': 8_500,
  'dist/compressor.worker.js': 5_000,
};

/**
 * As in the script-tag build, the worker's own lines and the recorder part are in the file too.
 *
 * @type {import('esbuild').Plugin}
 */
const allIsInside = {
  name: 'all-is-inside',
  setup: (esbuild) => {
    esbuild.onLoad(
      { filter: /\/src\/batcher\/compressor-source\.ts$/ },
      () => ({
        contents: `import { serve } from './compressor.js';
        export const compressorSource = String(serve);`,
        resolveDir: `${ROOT}src/batcher`,
      }),
    );
    esbuild.onLoad({ filter: /\/src\/load-recorder-part\.ts$/ }, () => ({
      contents: `export * from './load-recorder-inside.js';`,
      resolveDir: `${ROOT}src`,
    }));
    esbuild.onLoad(
      { filter: /\/src\/targeting\/load-targeting-part\.ts$/ },
      () => ({
        contents: `export * from './load-targeting-file.js';`,
        resolveDir: `${ROOT}src/targeting`,
      }),
    );
  },
};

for (const [name, limit] of Object.entries(LIMITS)) {
  const code = name.startsWith('dist/')
    ? await readFile(`${ROOT}${name}`, 'utf8')
    : await bundleOwnCode();
  const gzipBytes = gzipSync(code, { level: 9 }).length;
  const isOver = gzipBytes > limit;
  if (isOver) process.exitCode = 1;
  console.log(
    `${name}: ${gzipBytes} bytes gzip, limit ${limit}${isOver ? ' EXCEEDED' : ''}`,
  );
}

/** The script-tag build without any package: what is left is ours. */
async function bundleOwnCode() {
  const { outputFiles } = await build({
    entryPoints: [`${ROOT}src/cdn.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minifySyntax: true,
    packages: 'external',
    plugins: [allIsInside],
  });
  const source = outputFiles.map(({ text }) => text).join('');
  const { code } = await minify(source, {
    ecma: 2020,
    module: true,
    compress: {
      passes: 6,
      pure_getters: true,
      unsafe_arrows: true,
      inline: false,
      sequences: false,
    },
  });
  return code ?? '';
}
