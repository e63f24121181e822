import type { BuildOptions } from 'esbuild';
import { bundleApp, bundleSplitApp } from './bundle.js';
import {
  HOST_VERSIONS,
  type HostAbilities,
  type HostVersion,
} from './host-versions.js';
import type { Intake } from './intake-server.js';
import type { Page } from './page-server.js';

/** A site that uses the plugin, built in one of several ways. Its page sets `window.amplitude` and `window.replay`. */
export interface Site {
  name: string;
  /** Pages for `startPages`, `/` first. */
  pages: (options: SiteOptions) => Promise<Record<string, Page>>;
}

export interface SiteOptions {
  intake: Pick<Intake, 'trackUrl' | 'configUrl' | 'analyticsUrl'>;
  /** Options of the plugin besides the addresses. */
  plugin?: Record<string, unknown>;
  /** Options of `init` besides the addresses. */
  host?: Record<string, unknown>;
  /** @defaultValue 'before' */
  addPlugin?: 'before' | 'after' | 'never';
  /** Markup of the page. */
  body?: string;
}

const DEFAULT_BODY = '<h1>Public heading</h1><input id="field" />';

/** The lines that every site runs, whichever way its libraries came. */
function startScript(options: SiteOptions): string {
  const { intake, plugin = {}, host = {}, addPlugin = 'before' } = options;
  const pluginOptions = {
    sampleRate: 1,
    trackServerUrl: intake.trackUrl,
    configServerUrl: intake.configUrl,
    ...plugin,
  };
  const hostOptions = {
    serverUrl: intake.analyticsUrl,
    remoteConfig: { serverUrl: intake.configUrl },
    enableDiagnostics: false,
    flushIntervalMillis: 100,
    autocapture: false,
    ...host,
  };
  const init = `window.started = amplitude.init('test-key', ${JSON.stringify(hostOptions)}).promise;`;
  const add = 'window.added = amplitude.add(replay).promise;';
  const lines = {
    before: [add, init],
    after: [init, add],
    never: [init],
  }[addPlugin];
  return `window.replay = createPlugin(${JSON.stringify(pluginOptions)}); ${lines.join('\n')}`;
}

function html(head: string, body = DEFAULT_BODY): string {
  return `<!doctype html><html><head><title>Site</title>${head}</head><body>${body}</body></html>`;
}

const npmScript = (
  options: SiteOptions,
  host = '@amplitude/analytics-browser',
): string => `
  import * as amplitude from '${host}';
  import { sessionReplayPlugin as createPlugin } from 'plugin-session-replay-browser';
  window.amplitude = amplitude;
  ${startScript(options)}`;

const npmSite = (name: string, build: BuildOptions, host?: string): Site => ({
  name,
  pages: async (options) => ({
    '/': html('<script src="/app.js" defer></script>', options.body),
    '/app.js': {
      contentType: 'text/javascript; charset=utf-8',
      body: await bundleApp(npmScript(options, host), build),
    },
  }),
});

const scriptTagSite = (
  name: string,
  file: string,
  hostFile = 'amplitude.js',
): Site => ({
  name,
  pages: async (options) => ({
    '/': html(
      `<script src="/vendor/${hostFile}"></script>
      <script src="/dist/${file}"></script>
      <script>const createPlugin = sessionReplay.plugin; ${startScript(options)}</script>`,
      options.body,
    ),
  }),
});

const SCRIPT_TAG_SITES = [
  scriptTagSite('the script tag', 'session-replay.min.js'),
  scriptTagSite('the script tag of two files', 'session-replay.core.min.js'),
];

/** All ways to install the plugin; what holds for one must hold for the others. */
export const SITES: Site[] = [
  npmSite('the npm build', {}),
  ...SCRIPT_TAG_SITES,
];

/** A site with one of the Browser SDK's versions. */
export interface HostSite extends Site {
  version: string;
  can: HostAbilities;
}

/** Each version that is tested, as a module. */
export const MODULE_HOSTS: HostSite[] = HOST_VERSIONS.map((host) => ({
  ...withInit(
    host,
    npmSite(`Browser SDK ${host.version} by npm`, {}, host.packageName),
  ),
  can: host.canAsModule ?? host.can,
}));

/** Each version that is tested, as a script tag. */
export const SCRIPT_TAG_HOSTS: HostSite[] = HOST_VERSIONS.map((host) =>
  withInit(
    host,
    scriptTagSite(
      `Browser SDK ${host.version} by script tag`,
      'session-replay.min.js',
      `amplitude-${host.version}.js`,
    ),
  ),
);

function withInit({ version, can, init }: HostVersion, site: Site): HostSite {
  return {
    ...site,
    version,
    can,
    pages: (options) =>
      site.pages({ ...options, host: { ...init, ...options.host } }),
  };
}

/**
 * The same for pages with zone.js. Angular compiles what is asynchronous so that it stays in its zone.
 * Source: https://github.com/angular/angular-cli/blob/main/packages/angular/build/src/tools/esbuild/utils.ts
 */
export const SITES_WITH_ZONES: Site[] = [
  npmSite('the npm build as Angular compiles it', {
    supported: { 'async-await': false },
  }),
  ...SCRIPT_TAG_SITES.slice(0, 1),
];

/** The same, but that the application loads its code in parts, so that each has the recorder apart that can have it. */
export const SITES_IN_PARTS: Site[] = [
  {
    name: 'the npm build in parts',
    pages: async (options) => ({
      '/': html(
        '<script type="module" src="/app/main.js"></script>',
        options.body,
      ),
      ...(await bundleSplitApp(npmScript(options))),
    }),
  },
  ...SCRIPT_TAG_SITES,
];
