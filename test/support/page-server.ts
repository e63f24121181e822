import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HOST_VERSIONS } from './host-versions.js';
import { openLocalServer, type LocalServer } from './local-server.js';

/** Something the page server answers with; a string is an HTML page. */
export type Page =
  | string
  | {
      body: string;
      /** @defaultValue 'text/html; charset=utf-8' */
      contentType?: string;
      /** For example a `Content-Security-Policy`. */
      headers?: Record<string, string>;
    };

export interface PageServer extends LocalServer {
  /** Adds or replaces a page. */
  setPage: (path: string, page: Page) => void;
}

const ROOT = new URL('../../', import.meta.url);
const MODULES = new URL('node_modules/', ROOT);

/** Files of other packages that pages load by a script or style tag. */
const VENDOR_FILES: Record<string, URL> = {
  // The file behind the Browser SDK's CDN address. As a plain script tag, without the snippet, it
  // sets `window.amplitude`. (`amplitude-min.umd.js` does too, but would look for AMD first.)
  '/vendor/amplitude.js': new URL(
    '@amplitude/analytics-browser/lib/scripts/amplitude-min.js',
    MODULES,
  ),
  ...Object.fromEntries(
    HOST_VERSIONS.map(({ version, packageName }) => [
      `/vendor/amplitude-${version}.js`,
      new URL(`${packageName}/lib/scripts/amplitude-min.js`, MODULES),
    ]),
  ),
  // Sets `window.rrweb`, with `Replayer`.
  '/vendor/rrweb.js': new URL('rrweb/umd/rrweb.min.js', MODULES),
  '/vendor/rrweb.css': new URL('rrweb/dist/style.min.css', MODULES),
};

const CONTENT_TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  map: 'application/json',
};

/**
 * Serves test pages from memory, on an origin of their own.
 *
 * `/dist/…` are the files of the build, `/vendor/amplitude.js` (with a version: `/vendor/amplitude-2.9.3.js`),
 * `/vendor/rrweb.js` and `/vendor/rrweb.css` those of the packages.
 *
 * Why no `Cache-Control`: `no-store` would keep pages out of the back/forward cache.
 */
export async function startPages(
  pages: Record<string, Page> = {},
): Promise<PageServer> {
  const current = new Map(Object.entries(pages));
  const server = await openLocalServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = current.get(pathname) ?? (await readStatic(pathname));
    if (page === undefined) {
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    const {
      body,
      contentType = 'text/html; charset=utf-8',
      headers = {},
    } = typeof page === 'string' ? { body: page } : page;
    response.writeHead(200, { 'Content-Type': contentType, ...headers });
    response.end(body);
  });
  return {
    ...server,
    setPage: (path, page) => {
      current.set(path, page);
    },
  };
}

async function readStatic(pathname: string): Promise<Page | undefined> {
  const file = pathname.startsWith('/dist/')
    ? new URL(`.${pathname}`, ROOT)
    : VENDOR_FILES[pathname];
  if (!file) return undefined;
  try {
    const extension = pathname.split('.').at(-1) ?? '';
    return {
      body: await readFile(fileURLToPath(file), 'utf8'),
      contentType: CONTENT_TYPES[extension] ?? 'text/plain; charset=utf-8',
    };
  } catch {
    return undefined;
  }
}
