import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { forgetStored } from '../../../src/store/forget-stored.js';
import { openBrowser } from './custody-setup.js';
import { sampleBatch, sampleContext, sampleRow } from './sample-rows.js';

const stranger = sampleContext({ deviceId: 'device-2' });

it('takes out everything of the device, and leaves what others have recorded', async () => {
  const { contents, databaseName, leave } = openBrowser();
  await leave(async (store) => {
    await store.append(sampleRow(1));
    await store.seal(sampleBatch(2), []);
    await store.append(sampleRow(3, { context: stranger }));
  });
  await forgetStored(databaseName, 'device-1');
  expect(await contents()).toMatchObject({
    journal: [{ seq: 3 }],
    outbox: [],
    bodies: [],
  });
});

it('leaves no database where nothing is left in it', async () => {
  const { databaseName, isStored, leave } = openBrowser();
  await leave((store) => store.append(sampleRow(1)));
  await forgetStored(databaseName, 'device-1');
  expect(await isStored()).toBe(false);
});
