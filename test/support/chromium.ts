import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { listInstallers } from './chromium-install.js';

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/**
 * Features that tests do without. The first two start three more renderers with every window.
 *
 * Why the others: they are Playwright's own list, and Chromium heeds only the last list it is given.
 * Source: https://github.com/microsoft/playwright/blob/main/packages/playwright-core/src/server/chromium/chromiumSwitches.ts
 */
const DISABLED_FEATURES = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Chromium needs no other host in a test, and gets as little reason as possible to call one. */
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${DISABLED_FEATURES.join()}`,
];

/**
 * Path of a Chromium: `CHROME_PATH`, else one on `PATH`, else Playwright's, else one that is
 * installed now.
 *
 * Errors: one sentence that says what to do, when `CHROME_PATH` names no program or when nothing
 * could be installed.
 */
export async function findOrInstallChromium(): Promise<string> {
  const path = findChromium();
  if (path !== undefined) return path;
  for (const install of listInstallers()) {
    if (!(await install())) continue;
    const installedPath = findChromium();
    if (installedPath !== undefined) return installedPath;
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed: install it, or set CHROME_PATH to its program.',
  );
}

/** Starts a headless Chromium. What `options` say is added to what the tests always need. */
export async function launchChromium(
  options: LaunchOptions = {},
): Promise<Browser> {
  return chromium.launch(await chromiumOptions(options));
}

/** The options behind `launchChromium`, for `chromium.launchPersistentContext`. */
export async function chromiumOptions(
  options: LaunchOptions = {},
): Promise<LaunchOptions> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    executablePath: await findOrInstallChromium(),
    headless: true,
    ...options,
    args: [...sandbox, ...ARGUMENTS, ...(options.args ?? [])],
  };
}

function findChromium(): string | undefined {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (isProgram(chosen)) return chosen;
    throw new Error(
      `CHROME_PATH is ${chosen}, which is not a program: set it to that of Chromium, or unset it.`,
    );
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = COMMANDS.flatMap((command) =>
    folders.map((folder) => join(folder, command)),
  );
  return [...candidates, chromium.executablePath()].find(isProgram);
}

function isProgram(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
