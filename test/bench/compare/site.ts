import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  openLocalServer,
  type LocalServer,
} from '../../support/local-server.js';
import type { Workload } from '../workloads/workload.js';
import type { Contestant } from './contestants.js';

/** IDs of elements that every recording of a whole run holds: one is there from the start, one comes at the end. */
export const MARKS = ['bench-mark-begin', 'bench-mark-end'] as const;

/** Serves the page of a workload with one contestant, which begins when the page is told to. */
export async function startSite(
  workload: Workload,
  { script }: Contestant,
  bundle: string,
): Promise<LocalServer> {
  const scriptTag = script
    ? `<script src="/ours/${basename(script)}"></script>`
    : '';
  const html = `<!doctype html><html><head><meta charset="utf-8"><title>Bench</title>
    ${scriptTag}<script src="/contestant.js"></script>${workload.head?.() ?? ''}</head>
    <body><i id="${MARKS[0]}"></i>${workload.body()}</body></html>`;
  return openLocalServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const send = (type: string, body: string | Buffer) => {
      response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` });
      response.end(body);
    };
    if (path === '/') send('text/html', html);
    else if (path === '/contestant.js') send('text/javascript', bundle);
    else if (path.startsWith('/ours/') && script)
      // A build of several files loads the others from beside the first.
      send(
        'text/javascript',
        await readFile(join(dirname(script), basename(path))),
      );
    else response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  });
}
