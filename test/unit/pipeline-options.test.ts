// @vitest-environment node
import 'fake-indexeddb/auto';
import { EventType } from '@rrweb/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../support/fake-timers.js';
import {
  first,
  JOURNALLED_MS,
  newProject,
  openPage,
  sentBy,
} from './pipeline-setup.js';
import { recordedEvent } from './recorder/sample-events.js';

beforeEach(newProject);

describe('a full snapshot', () => {
  it.each([
    [true, 1],
    [false, 0],
  ])(
    'is sent at once where that is wanted (%s)',
    async (eagerFullSnapshotSend, requestCount) => {
      const { environment, pipeline } = await openPage({
        options: { eagerFullSnapshotSend },
      });
      pipeline.push(
        recordedEvent(EventType.FullSnapshot, environment.now()),
        first,
      );
      await environment.advance(JOURNALLED_MS);
      await environment.idle();
      await settle();
      expect(environment.requests).toHaveLength(requestCount);
    },
  );
});

describe('work that is not to wait', () => {
  it('is done in tasks right away, idle or not', async () => {
    const { environment, pipeline, push } = await openPage({
      options: { performanceConfig: { enabled: false } },
    });
    push('a');
    const flushed = pipeline.flush();
    // No idle moment.
    await environment.advance(10);
    await flushed;
    expect(sentBy(environment)).toEqual([[first.sessionId, 'a']]);
  });
});
