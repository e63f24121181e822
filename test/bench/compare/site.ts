import { basename } from 'node:path';
import {
  openLocalServer,
  type LocalServer,
} from '../../support/local-server.js';
import type { Workload } from '../workloads/workload.js';
import type { Contestant } from './contestants.js';
import { SCRIPT_FOLDER, type Scripts } from './scripts.js';

/** IDs of elements that every recording of a whole run holds: one is there from the start, one comes at the end. */
export const MARKS = ['bench-mark-begin', 'bench-mark-end'] as const;

/** Serves the page of a workload with one contestant, which begins when the page is told to. */
export async function startSite(
  workload: Workload,
  { script }: Contestant,
  scripts: Scripts,
): Promise<LocalServer> {
  const first = script ? [SCRIPT_FOLDER + basename(script)] : [];
  const tags = [...first, '/contestant.js'].map(
    (path) => `<script src="${path}"></script>`,
  );
  const html = `<!doctype html><html><head><meta charset="utf-8"><title>Bench</title>
    ${tags.join('')}${workload.head?.() ?? ''}</head>
    <body><i id="${MARKS[0]}"></i>${workload.body()}</body></html>`;
  return openLocalServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const body = path === '/' ? html : scripts.get(path);
    if (body === undefined) {
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    const type = path === '/' ? 'text/html' : 'text/javascript';
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` });
    response.end(body);
  });
}
