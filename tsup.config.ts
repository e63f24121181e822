import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import { adaptRrweb, RRWEB_MODULE } from './src/recorder/rrweb/adapt.js';

/** Browsers of the last five years. Source: https://caniuse.com/?search=es2022 */
const TARGET = 'es2022';

/** `src/batcher/compressor.ts` with all it needs, as a script that sets the variable `compressor`. */
const compressor = await bundleCompressor();
const workerScript = `${compressor}compressor.serve(self);`;

// Both builds run side by side: neither may clean up after the other has begun.
await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await writeFile('dist/compressor.worker.js', workerScript);

const common: Options = {
  target: TARGET,
  platform: 'browser',
  sourcemap: true,
};

/** rrweb as `src/recorder/rrweb` wants it. */
const adaptedRrweb: Plugin = {
  name: 'adapted-rrweb',
  setup: (esbuild) => {
    esbuild.onLoad({ filter: RRWEB_MODULE }, async ({ path }) => ({
      contents: adaptRrweb(await readFile(path, 'utf8')),
    }));
  },
};

export default defineConfig([
  {
    ...common,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts: true,
    splitting: false,
    esbuildPlugins: [
      replaceModules({
        'compressor-source': `export const compressorSource = ${JSON.stringify(workerScript)};`,
      }),
    ],
  },
  {
    ...common,
    entry: ['src/privacy-preview.ts'],
    format: ['esm', 'cjs'],
    dts: true,
    splitting: false,
  },
  {
    ...common,
    entry: { 'privacy-preview': 'src/privacy-preview-cdn.ts' },
    format: ['iife'],
    outExtension: () => ({ js: '.min.js' }),
    minify: 'terser',
    noExternal: [/.*/],
  },
  {
    ...common,
    entry: { 'session-replay': 'src/cdn.ts' },
    format: ['iife'],
    outExtension: () => ({ js: '.min.js' }),
    minify: 'terser',
    terserOptions: {
      ecma: 2020,
      compress: {
        passes: 3,
      },
    },
    noExternal: [/.*/],
    esbuildPlugins: [
      adaptedRrweb,
      // One copy of the compressor serves both sides: the page calls it, the worker runs its text. Only here, because
      // nobody compiles this file again; a bundler behind the npm build might make the text depend on helpers outside.
      replaceModules({
        codec: `export const createCompressor = function () { ${compressor} return compressor; };
          export const { encodeInSlices, encodeNow, repack } = createCompressor();`,
        'compressor-source': `import { createCompressor } from './codec.js';
          export const compressorSource = '(' + createCompressor + ')().serve(self)';`,
      }),
    ],
  },
]);

/** Replaces modules of `src/batcher`, by name. */
function replaceModules(contents: Record<string, string>): Plugin {
  const names = Object.keys(contents).join('|');
  return {
    name: 'replace-modules',
    setup: (esbuild) => {
      esbuild.onLoad(
        { filter: new RegExp(`/src/batcher/(${names})\\.ts$`) },
        ({ path }) => {
          const name = path.split('/').at(-1)?.replace('.ts', '') ?? '';
          return { contents: contents[name] ?? '', resolveDir: 'src/batcher' };
        },
      );
    },
  };
}

async function bundleCompressor(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['src/batcher/compressor.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    globalName: 'compressor',
    target: TARGET,
  });
  return outputFiles.map(({ text }) => text).join('');
}
