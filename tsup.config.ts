import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';

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

/**
 * Parts of rrweb's recorder that nothing needs here, because the options they belong to are never set, or because
 * `src/privacy` does their work: where each begins, what follows it, and what stands in for it.
 */
const UNUSED_PARTS: [begin: string, next: string, instead: string][] = [
  // Masking, which `src/privacy` does for whole events.
  [
    'function maskInputValue(',
    'function toLowerCase(',
    'function maskInputValue({ value }) { return value || ""; }',
  ],
  [
    'function needMaskingText(',
    'function onceIframeLoaded(',
    'function needMaskingText() { return false; }',
  ],
  [
    '  } = options;\n  const maskInputOptions = maskAllInputs',
    '  const slimDOMOptions = slimDOMDefaults(slimDOM)',
    '  } = options;\n  const maskInputOptions = {};',
  ],
  [
    '  mirror.reset();\n  const maskInputOptions = maskAllInputs',
    '  const slimDOMOptions = slimDOMDefaults(_slimDOMOptions)',
    '  mirror.reset();\n  const maskInputOptions = {};',
  ],
  // Choices of what to leave out of the head: scripts, comments and the icons are.
  [
    'function slimDOMDefaults(',
    'function serializeNodeWithId(',
    `function slimDOMDefaults() { return {}; }
     function slimDOMExcluded({ type, tagName, attributes: { rel, as } = {} }) {
       return type === NodeType.Comment || tagName === "script" || tagName === "link" &&
         (rel === "preload" && as === "script" || rel === "modulepreload" || rel === "shortcut icon");
     }`,
  ],
  // Recording for a frame around this one, of another origin.
  [
    '  const inEmittingFrame =',
    '  if (mousemoveWait',
    '  const inEmittingFrame = true, passEmitsToParent = false;',
  ],
  // `packFn`, `plugins`, `checkoutEveryNms` and `checkoutEveryNth`.
  [
    '  const eventProcessor = (e) => {',
    '  wrappedEmit = (r, isCheckout) => {',
    '  const eventProcessor = (e) => e;',
  ],
  [
    '    if (e.type === EventType.FullSnapshot) {\n      lastFullSnapshotEvent',
    '  const wrappedMutationEmit',
    '  };',
  ],
  // Images and canvases as data URLs.
  [
    '  if (tagName === "canvas" && recordCanvas) {',
    '  if (["audio", "video"].includes(tagName)) {',
    '',
  ],
  // What stands for a node in the replayer, and what browsers of ten years ago lacked.
  ['class BaseRRNode {', 'function on(', 'class BaseRRNode {}'],
  [
    'function polyfill(',
    'function isSerializedIframe(',
    'function polyfill() {}',
  ],
  // A warning to those who use the recorder as it was years ago.
  ['const DEPARTED_MIRROR_ACCESS_WARNING', 'function throttle(', ''],
  // `hooks` and `collectFonts`.
  [
    'function mergeHooks(',
    'function initObservers(',
    'function mergeHooks() {}',
  ],
  [
    'function initFontObserver(',
    'function initSelectionObserver(',
    'function initFontObserver() {}',
  ],
  // Events that frames of other origins hand to this one.
  [
    'class CrossOriginIframeMirror {',
    'class IframeManager {',
    'class CrossOriginIframeMirror { reset() {} }',
  ],
  [
    '  handleMessage(message) {',
    'class ShadowDomManager {',
    'handleMessage() {} }',
  ],
  // What records canvases, and the text of a worker of its own.
  [
    'const jsContent = ',
    'class StylesheetManager {',
    'class CanvasManager { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }',
  ],
];

/** The same in fewer words: what esbuild's and Vite's output says longer than a modern browser needs it. */
const SHORTER: [pattern: RegExp, instead: (...match: string[]) => string][] = [
  // Enumerations: nothing looks up a name by its number.
  [
    /var (\w+) = \/\* @__PURE__ \*\/ \(\(\1\d\) => \{([\s\S]*?)\n  return \1\d;\n\}\)\(\1 \|\| \{\}\);/g,
    (_, name = '', body = '') =>
      `const ${name} = {${body.replace(/.*\["(\w+)"\] = (\d+)\].*/g, '"$1": $2,')}};`,
  ],
  // Options that only the parts above have read, where they are handed on.
  [
    /^\s*"?(?:mask(?:TextClass|TextSelector|TextFn|InputFn)|dataURLOptions|inlineImages|recordCanvas)"?(?: = [^,{]*| = \{\}|: this\.\w+)?,?\n/gm,
    () => '',
  ],
  // Fields of classes.
  [/ {4}__publicField\(this, "\w+"\);\n/g, () => ''],
  [/__publicField\(this, "(\w+)", /g, (_, name = '') => `this.${name} = (`],
];

/** Takes out a quarter of rrweb's recorder. */
const dropUnusedParts: Plugin = {
  name: 'drop-unused-parts',
  setup: (esbuild) => {
    esbuild.onLoad(
      { filter: /@rrweb\/record\/dist\/record\.js$/ },
      async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [begin, next, instead] of UNUSED_PARTS) {
          const start = contents.indexOf(begin);
          const end = contents.indexOf(next, start);
          if (start < 0 || end < start || contents.includes(begin, start + 1))
            throw new Error(
              `${path} has no single "${begin}" as this build knows it`,
            );
          contents = `${contents.slice(0, start)}${instead}\n${contents.slice(end)}`;
        }
        for (const [pattern, instead] of SHORTER) {
          if (contents.search(pattern) < 0)
            throw new Error(`${path} has no ${pattern} as this build knows it`);
          contents = contents.replace(pattern, instead);
        }
        return { contents };
      },
    );
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
      dropUnusedParts,
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
