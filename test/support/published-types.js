/**
 * Compiles what a site may write against the published types, without `skipLibCheck`, and fails where they have an error
 * or import what is not installed with the package. Needs a build.
 *
 * What packages declare wrongly themselves is theirs: an error counts in our files only. So that no package which only
 * development has is taken for one that sites have, imports are looked at, too.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = `${ROOT}dist/`;

const SITE = `
  import { add } from '@amplitude/analytics-browser';
  import {
    getStatus,
    init,
    plugin,
    SessionReplayPlugin,
    sessionReplayPlugin,
    type SessionReplayOptions,
    type Status,
    type Waiting,
  } from 'plugin-session-replay-browser';
  import { previewPrivacy } from 'plugin-session-replay-browser/privacy-preview';

  const options: SessionReplayOptions = { sampleRate: 0.1 };
  const replay: SessionReplayPlugin = sessionReplayPlugin(options);
  add(replay);
  add(plugin());
  add(new SessionReplayPlugin(options));
  // @ts-expect-error What only tests hand it is not published: if it were, this line would be the error.
  new SessionReplayPlugin(options, {});
  init('YOUR_API_KEY', { deviceId: 'd', sessionId: 1 }).promise.then(() => {});
  const status: Status = getStatus();
  const { outboxBatches }: Waiting = status.pending;
  previewPrivacy({ replay }).stop();
  export { outboxBatches };
`;

/** Beside the package's own `package.json`: there its name leads to `exports`, as on a site. */
const SITES = [`${ROOT}site.mts`, `${ROOT}site.cts`];

/** @type {ts.CompilerOptions} */
const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
};

const published = (await readdir(DIST)).filter((it) => /\.d\.c?ts$/.test(it));
const problems = [...(await strangeImports()), ...errors()];
for (const problem of problems) console.error(problem);
if (problems.length > 0 || published.length === 0) process.exitCode = 1;
else console.log(`Types: ${published.join(', ')} compile on a site.`);

/** What the published types import, and is not in `dependencies`. */
async function strangeImports() {
  const { dependencies } = JSON.parse(
    await readFile(`${ROOT}package.json`, 'utf8'),
  );
  const found = [];
  for (const name of published) {
    const text = await readFile(`${DIST}${name}`, 'utf8');
    const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text);
    for (const { fileName } of [...importedFiles, ...typeReferenceDirectives]) {
      const [from = ''] = /^(@[^/]+\/)?[^/]+/.exec(fileName) ?? [];
      if (!fileName.startsWith('.') && !Object.hasOwn(dependencies, from))
        found.push(`dist/${name} imports ${fileName}: no dependency`);
    }
  }
  return found;
}

/** Errors of the published types, and of the site. */
function errors() {
  const host = ts.createCompilerHost(OPTIONS);
  host.fileExists = (path) => SITES.includes(path) || ts.sys.fileExists(path);
  host.readFile = (path) =>
    SITES.includes(path) ? SITE : ts.sys.readFile(path);
  const program = ts.createProgram(
    [...SITES, ...published.map((name) => `${DIST}${name}`)],
    OPTIONS,
    host,
  );
  return ts
    .getPreEmitDiagnostics(program)
    .filter(
      ({ file }) =>
        !file ||
        file.fileName.startsWith(DIST) ||
        SITES.includes(file.fileName),
    )
    .map((it) => ts.formatDiagnostic(it, host).trim());
}
