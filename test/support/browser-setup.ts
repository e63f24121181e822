import { findOrInstallChromium } from './chromium.js';

/** Finds or installs Chromium once, before the first browser test. */
export async function setup(): Promise<void> {
  await findOrInstallChromium();
}
