import { expect, it } from 'vitest';
import { countSnapshots } from '../support/replay-events.js';
import { setupClient } from './session-replay-setup.js';

it.each([
  [true, 2],
  [false, 1],
])(
  'a focus that comes back makes a snapshot where that is wanted (%s)',
  async (captureFullSnapshotOnFocus, count) => {
    const { client, environment, flush, sent, start } = setupClient({
      options: { captureFullSnapshotOnFocus },
    });
    // A focus that falls into the start makes none.
    const started = start();
    environment.fire('window', 'focus');
    await started;
    for (const type of ['blur', 'focus']) environment.fire('window', type);
    await flush();
    client.setOptOut(true);
    for (const type of ['blur', 'focus']) environment.fire('window', type);
    await flush();
    const events = sent().flatMap((batch) => batch.events);
    expect(countSnapshots(events)).toBe(count);
  },
);
