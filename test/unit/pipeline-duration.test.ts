import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  crashPages,
  JOURNALLED_MS,
  newProject,
  openPage,
  second,
  sentBy,
} from './pipeline-setup.js';
import { sampleContext } from './store/sample-rows.js';

/** 2024-07-01T00:00:00Z, as the clock of the first page starts. Unit: ms. */
const START_MS = 1_719_792_000_000;

/** The session of the first page, which has to last half a minute. */
const short = sampleContext({
  sessionId: String(START_MS),
  sendFromMs: START_MS + 30_000,
});

beforeEach(newProject);

/** A page that was killed a second after its session had begun. */
async function leaveShortSession() {
  const { environment, push } = await openPage({ current: short });
  push('early', short);
  await environment.advance(JOURNALLED_MS);
  crashPages();
  expect(environment.requests).toEqual([]);
}

describe('what a page has left of a session that was too short', () => {
  it('is deleted on the next visit, and counted', async () => {
    await leaveShortSession();
    const { environment, drops, pipeline } = await openPage({
      current: second,
    });
    await environment.advance(1_000);
    expect(environment.requests).toEqual([]);
    expect(drops.counts()).toEqual({ 'too-short': 1 });
    expect(pipeline.pending().outboxBatches).toBe(0);
  });

  it('is sent by the next page where the session goes on there', async () => {
    await leaveShortSession();
    const { environment, drops } = await openPage({ current: short });
    await environment.advance(1_000);
    expect(sentBy(environment)).toEqual([[short.sessionId, 'early']]);
    expect(drops.counts()).toEqual({});
  });
});
