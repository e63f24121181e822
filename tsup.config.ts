import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import { adaptFflate, FFLATE_MODULE } from './src/batcher/adapt-fflate.js';
import { adaptXxhash, XXHASH_MODULE } from './src/config/adapt-xxhash.js';
import { OWN_NAMES } from './src/own-names.js';
import { adaptRrweb, RRWEB_MODULE } from './src/recorder/rrweb/adapt.js';
import { INNER_NAMES } from './src/recorder/rrweb/inner-names.js';
import { adaptIdb, IDB_MODULE } from './src/store/adapt-idb.js';

/** Browsers of the last five years. Source: https://caniuse.com/?search=es2022 */
const TARGET = 'es2022';

/** Licences of the packages that are in the files of the build. `src/recording.ts` names it, for the sake of rrweb. */
const NOTICES_FILE = 'LICENSES.txt';

/**
 * First line of a file that Chromium is to compile whole, on another thread, while it is loaded: with it the start of a
 * recording takes a tenth less of the main thread. Not for files that the parser of a page waits for.
 *
 * Source: https://v8.dev/blog/explicit-compile-hints
 */
const COMPILED_WHILE_LOADING = '//# allFunctionsCalledOnLoad';

/** `src/batcher/compressor.ts` with all it needs, as a script that sets the variable `compressor`. */
const compressor = await bundleCompressor();
const workerScript = `${compressor}compressor.serve(self);`;

// Both builds run side by side: neither may clean up after the other has begun.
await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await writeFile('dist/compressor.worker.js', workerScript);
await writeNotices();

/** What is marked as internal is not published. */
const dts: Options['dts'] = { compilerOptions: { stripInternal: true } };

const common: Options = {
  target: TARGET,
  platform: 'browser',
  sourcemap: true,
};

/** rrweb as `src/recorder/rrweb` wants it. */
const adaptedRrweb = adapted(RRWEB_MODULE, adaptRrweb);

/** idb as `src/store` wants it. With npm, the site's bundler finds the whole. */
const adaptedIdb = adapted(IDB_MODULE, adaptIdb);

/** The same of js-xxhash. */
const adaptedXxhash = adapted(XXHASH_MODULE, adaptXxhash);

/** esbuild's helper takes properties that a page has given to all objects for exports of a module. */
const ownExports: NonNullable<Options['plugins']>[number] = {
  name: 'own-exports',
  renderChunk: (code) => ({
    code: code.replace(
      'for (var name in all)',
      'for (var name of Object.keys(all))',
    ),
  }),
};

/** A script tag. Nobody compiles it again. */
const scriptTag: Options = {
  ...common,
  outExtension: () => ({ js: '.min.js' }),
  plugins: [ownExports],
  minify: 'terser',
  terserOptions: shortening(INNER_NAMES),
  noExternal: [/.*/],
  // Says `let` for `const`, which terser leaves.
  esbuildOptions: (options) => {
    options.minifySyntax = true;
  },
};

/**
 * One copy of the compressor serves both sides: the page calls it, the worker runs its text. Only in script tags: a
 * bundler behind the npm build might make the text depend on helpers outside.
 */
const oneCompressor = replaceModules({
  'batcher/codec': `export const createCompressor = function () { ${compressor} return compressor; };
    export const { encodeInSlices, encodeNow, repack } = createCompressor();`,
  'batcher/compressor-source': `import { createCompressor } from './codec.js';
    export const compressorSource = '(' + createCompressor + ')().serve(self)';`,
});

export default defineConfig([
  {
    ...common,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts,
    // What `load-recorder-part.ts` imports is a file of its own. That of CJS runs only when it is needed, too, but is
    // loaded by `require`: bundlers put it into the same file as the rest.
    splitting: true,
    esbuildPlugins: [
      adaptedRrweb,
      replaceModules({
        'batcher/compressor-source': `export const compressorSource = ${JSON.stringify(workerScript)};`,
      }),
    ],
  },
  {
    ...common,
    entry: ['src/privacy-preview.ts'],
    format: ['esm', 'cjs'],
    dts,
    splitting: false,
  },
  {
    ...scriptTag,
    entry: { 'privacy-preview': 'src/privacy-preview-cdn.ts' },
    format: ['iife'],
  },
  {
    ...scriptTag,
    entry: { 'session-replay': 'src/cdn.ts' },
    format: ['iife'],
    terserOptions: shortening([...INNER_NAMES, ...OWN_NAMES]),
    esbuildPlugins: [
      adaptedRrweb,
      adaptedIdb,
      adaptedXxhash,
      oneCompressor,
      replaceModules({
        'load-recorder-part': `export * from './load-recorder-inside.js';`,
        'targeting/load-targeting-part': `export * from './load-targeting-file.js';`,
      }),
    ],
  },
  {
    ...scriptTag,
    entry: { 'session-replay.core': 'src/cdn.ts' },
    format: ['iife'],
    esbuildPlugins: [
      adaptedXxhash,
      replaceModules({
        'load-recorder-part': `export * from './load-recorder-file.js';`,
        'targeting/load-targeting-part': `export * from './load-targeting-file.js';`,
      }),
    ],
  },
  {
    ...scriptTag,
    entry: { 'session-replay.recorder': 'src/recorder-part.ts' },
    format: ['esm'],
    splitting: false,
    terserOptions: {
      ...shortening(INNER_NAMES),
      format: { preamble: COMPILED_WHILE_LOADING },
    },
    esbuildPlugins: [adaptedRrweb, adaptedIdb, oneCompressor],
  },
  {
    ...scriptTag,
    entry: { 'session-replay.targeting': 'src/targeting/targeting-part.ts' },
    format: ['esm'],
    splitting: false,
    // It has nothing of rrweb.
    terserOptions: { sourceMap: true },
  },
]);

/** How terser is to work, with these properties under short names. */
function shortening(
  names: readonly string[],
): NonNullable<Options['terserOptions']> {
  return {
    ecma: 2020,
    sourceMap: true,
    // Nothing here makes objects with function expressions, or reads a property for what that does.
    compress: {
      passes: 6,
      pure_getters: true,
      unsafe_arrows: true,
      inline: false,
      sequences: false,
    },
    mangle: { properties: { regex: new RegExp(`^(${names.join('|')})$`) } },
  };
}

/** Changes the text of a module. */
function adapted(filter: RegExp, adapt: (source: string) => string): Plugin {
  return {
    name: 'adapted',
    setup: (esbuild) => {
      esbuild.onLoad({ filter }, async ({ path }) => ({
        contents: adapt(await readFile(path, 'utf8')),
      }));
    },
  };
}

/** Replaces modules of `src`, by path. */
function replaceModules(contents: Record<string, string>): Plugin {
  const paths = Object.keys(contents).join('|');
  const filter = new RegExp(`/src/(${paths})\\.ts$`);
  return {
    name: 'replace-modules',
    setup: (esbuild) => {
      esbuild.onLoad({ filter }, ({ path }) => ({
        contents: contents[filter.exec(path)?.[1] ?? ''] ?? '',
        resolveDir: dirname(path),
      }));
    },
  };
}

/** The licences of what is bundled, as they ask for. That of rrweb is in none of its packages. */
async function writeNotices(): Promise<void> {
  const files = [
    'src/recorder/rrweb/LICENSE',
    ...[
      '@amplitude/analytics-core',
      '@amplitude/experiment-core',
      '@amplitude/targeting',
      'fflate',
      'idb',
      'js-xxhash',
    ].map((name) => `node_modules/${name}/LICENSE`),
    // It is inside of experiment-core.
    'node_modules/js-base64/LICENSE.md',
  ];
  const texts = await Promise.all(
    files.map(async (file) => {
      const name = file.replace(
        /^node_modules\/|^src\/recorder\/|\/LICENSE(\.md)?$/g,
        '',
      );
      return `${name}\n\n${(await readFile(file, 'utf8')).trim()}\n`;
    }),
  );
  await writeFile(`dist/${NOTICES_FILE}`, texts.join('\n---\n\n'));
}

async function bundleCompressor(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['src/batcher/compressor.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: TARGET,
    plugins: [adapted(FFLATE_MODULE, adaptFflate)],
  });
  const module = outputFiles.map(({ text }) => text).join('');
  const [exported, names = ''] = /export\{([^}]+)\};\s*$/.exec(module) ?? [];
  if (!exported) throw new Error('The compressor exports nothing');
  const members = names.replace(/([\w$]+) as (\w+)/g, '$2:$1');
  return `var compressor=(()=>{${module.replace(exported, `return{${members}}`)}})();`;
}
