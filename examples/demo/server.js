import { startDemo, StartError } from './start-demo.js';

const DEFAULT_PORT = 4800;
const MAX_PORT = 65_535;

try {
  const demo = await startDemo({ port: readPort(process.env['PORT']) });
  console.log('Stop with Ctrl+C.');
  const stop = () => void demo.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * Errors: `StartError` if it is not a port.
 *
 * @param {string | undefined} text
 */
function readPort(text) {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) return port;
  throw new StartError(
    `PORT must be a whole number from 0 to ${MAX_PORT}, not "${text}"; for example "PORT=4801 npm start".`,
  );
}
