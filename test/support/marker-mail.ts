import { buffer } from 'node:stream/consumers';
import { openLocalServer } from './local-server.js';
import type { Marker } from './markers.js';

/** Markers of pages whose console nobody reads. */
export interface MarkerMail {
  markers: Marker[];
  /** Makes a page send its markers here; for the option `script` of a marked site. */
  script: string;
  close: () => Promise<void>;
}

/** Opens a server that pages send their markers to. */
export async function openMarkerMail(): Promise<MarkerMail> {
  const markers: Marker[] = [];
  const server = await openLocalServer(async (request, response) => {
    const body = await buffer(request);
    markers.push(JSON.parse(body.toString('utf8')));
    response.writeHead(204).end();
  });
  return {
    markers,
    script: `console.debug = (text) => void navigator.sendBeacon('${server.url}', text);`,
    close: server.close,
  };
}
