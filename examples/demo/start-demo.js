import { access } from 'node:fs/promises';
import { createServer } from 'node:http';
import { DEFAULT_REPLAYS_FOLDER, LIBRARY_PATH } from './http/files.js';
import { createRoutes } from './routes.js';
import { openReplayStore } from './store/replay-store.js';

/** @import { Server } from 'node:http' */

/** The demo is for this machine only: it stores what visitors do. */
const HOST = '127.0.0.1';

/** A reason not to start that the person at the keyboard can do something about. */
export class StartError extends Error {}

/**
 * Starts the shop, the servers it talks to and the replay pages, all in one.
 *
 * Errors: `StartError` if the library is not built or the port cannot be had.
 *
 * @param {object} options
 * @param {number} options.port 0 takes any free one.
 * @param {string} [options.replaysFolder] Default: `.replays` in the repository.
 * @param {boolean} [options.quiet] Says nothing on the console. Default: false.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `close` resolves when
 * everything that was received is on disk.
 */
export async function startDemo({
  port,
  replaysFolder = DEFAULT_REPLAYS_FOLDER,
  quiet = false,
}) {
  await requireLibrary();
  const store = await openReplayStore({ folder: replaysFolder });
  const answer = createRoutes(store);
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const url = `http://${HOST}:${await listen(server, port)}`;
  if (!quiet) {
    console.log(`Shop:    ${url}/\nReplays: ${url}/replays`);
  }
  return {
    url,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await store.close();
    },
  };
}

async function requireLibrary() {
  try {
    await access(LIBRARY_PATH);
  } catch {
    throw new StartError(
      'dist/session-replay.min.js is missing: build the library with "npm run build" first.',
    );
  }
}

/**
 * @param {Server} server
 * @param {number} port
 * @returns {Promise<number>} The port in use.
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new StartError(explainListenError(error, port)));
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {number} port
 */
function explainListenError({ code, message }, port) {
  const other = `choose another one, for example "PORT=${port + 1} npm start".`;
  if (code === 'EADDRINUSE') return `Port ${port} is already in use: ${other}`;
  if (code === 'EACCES') return `Port ${port} needs special rights: ${other}`;
  return `The demo cannot listen on port ${port} (${message}): ${other}`;
}
