import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PLAYWRIGHT_CLI = fileURLToPath(
  new URL('../../node_modules/playwright-core/cli.js', import.meta.url),
);

/**
 * How long apt waits for another apt to end.
 *
 * Unit: seconds.
 */
const APT_LOCK_SECONDS = 300;

/**
 * Ways to install Chromium on this machine, in the order in which to try them.
 *
 * Why Playwright's comes second on Debian and Ubuntu: Ubuntu's package is only a link to a snap,
 * which does not run in containers.
 */
export function listInstallers(): (() => Promise<boolean>)[] {
  const isRoot = process.getuid?.() === 0;
  const hasApt = isRoot && existsSync('/etc/debian_version');
  return hasApt
    ? [installWithApt, () => installWithPlaywright(['--with-deps'])]
    : [() => installWithPlaywright([])];
}

/** The package brings the fonts it needs (through fontconfig). */
async function installWithApt(): Promise<boolean> {
  console.error('No Chromium found: installing it with apt-get.');
  const apt = [
    'apt-get',
    '-qq',
    '-o',
    `DPkg::Lock::Timeout=${APT_LOCK_SECONDS}`,
  ];
  return (
    (await run([...apt, 'update'])) &&
    (await run([
      ...apt,
      'install',
      '-y',
      '--no-install-recommends',
      'chromium',
    ]))
  );
}

async function installWithPlaywright(options: string[]): Promise<boolean> {
  console.error(
    "No Chromium found: installing it with Playwright's installer.",
  );
  return run([
    process.execPath,
    PLAYWRIGHT_CLI,
    'install',
    ...options,
    'chromium',
  ]);
}

/** Runs a command, and shows what it printed only if it failed. */
async function run([command = '', ...args]: string[]): Promise<boolean> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const isDone = await new Promise<boolean>((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
  if (!isDone) process.stderr.write(output);
  return isDone;
}
