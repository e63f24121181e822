import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';

export type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

/** An HTTP server of this machine, on a port that was free. */
export interface LocalServer {
  /** Origin, without a slash at the end. */
  url: string;
  /** Stops listening and cuts every connection: a page gets "connection refused". */
  refuse: () => Promise<void>;
  /** Listens again, on the same port. */
  listen: () => Promise<void>;
  close: () => Promise<void>;
}

/** Errors: what `handle` throws is printed, and answered with 500 where that is still possible. */
export async function openLocalServer(handle: Handle): Promise<LocalServer> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (request.socket.destroyed) return;
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  let port = 0;
  const listen = async () => {
    if (server.listening) return;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address && typeof address === 'object') port = address.port;
  };
  const refuse = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  await listen();
  return { url: `http://127.0.0.1:${port}`, refuse, listen, close: refuse };
}
