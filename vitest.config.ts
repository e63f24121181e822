import { defineConfig } from 'vitest/config';
import { adaptIdb } from './src/store/adapt-idb.js';
import { adaptRrweb, RRWEB_MODULE } from './src/recorder/rrweb/adapt.js';

/** Browser tests wait for timers and servers rather than for the processor. */
const BROWSER_WORKERS = 2;

/** Tests of one file at a time, where it allows that. */
const BROWSER_CONCURRENCY = 3;

/** Only a failing test waits that long: what decides are counts. */
const BROWSER_TIMEOUT_MS = 180_000;

/** Where CI wants to read how the tests went. */
const REPORT_FILE = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    reporters: REPORT_FILE
      ? ['default', ['json', { outputFile: REPORT_FILE }]]
      : ['default'],
    projects: [
      {
        plugins: [
          {
            name: 'adapted-packages',
            enforce: 'pre',
            // Tests themselves have the whole of idb.
            async resolveId(id, importer) {
              if (id !== 'idb' || !importer?.includes('/src/')) return;
              return `${(await this.resolve(id))?.id}?adapted`;
            },
            transform: (code, id) => {
              if (RRWEB_MODULE.test(id)) return adaptRrweb(code);
              return id.endsWith('?adapted') ? adaptIdb(code) : undefined;
            },
          },
        ],
        test: {
          name: 'unit',
          environment: 'jsdom',
          server: { deps: { inline: ['@rrweb/record', 'idb'] } },
          include: ['test/unit/**/*.test.ts'],
          setupFiles: ['test/support/unit-setup.ts'],
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/browser-setup.ts'],
          testTimeout: BROWSER_TIMEOUT_MS,
          hookTimeout: BROWSER_TIMEOUT_MS,
          maxWorkers: BROWSER_WORKERS,
          maxConcurrency: BROWSER_CONCURRENCY,
          // After the unit tests, so that they do not take each other's time.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
