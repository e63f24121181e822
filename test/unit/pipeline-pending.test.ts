import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { first, inIdleTime, newProject, openPage } from './pipeline-setup.js';

const NOTHING = { journalEvents: 0, outboxBatches: 0, bytes: 0 };

beforeEach(newProject);

describe('what waits', () => {
  it('is nothing at first', async () => {
    const { pipeline } = await openPage();
    expect(pipeline.pending()).toEqual(NOTHING);
  });

  it('are events, then a batch of them, and nothing once it is delivered', async () => {
    const { environment, pipeline, push } = await openPage({
      isServerUp: false,
    });
    push('one');
    push('two');
    await environment.advance(250);
    expect(pipeline.pending()).toEqual({ ...NOTHING, journalEvents: 2 });
    await inIdleTime(environment, pipeline.seal());
    expect(pipeline.pending()).toEqual({
      journalEvents: 0,
      outboxBatches: 1,
      bytes: expect.any(Number),
    });
    expect(pipeline.pending().bytes).toBeGreaterThan(0);
    environment.respond(async () => new Response('{}'));
    await inIdleTime(environment, pipeline.flush());
    expect(pipeline.pending()).toEqual(NOTHING);
  });

  it('counts what other pages have left', async () => {
    const dead = await openPage({ isServerUp: false });
    dead.push('left');
    await dead.environment.advance(250);
    await inIdleTime(dead.environment, dead.pipeline.seal());
    const { pipeline } = await openPage({ isServerUp: false });
    expect(pipeline.pending().outboxBatches).toBe(1);
  });

  it('is nothing of a device that is forgotten', async () => {
    const { environment, pipeline, push } = await openPage({
      isServerUp: false,
    });
    push('sealed');
    await environment.advance(250);
    await inIdleTime(environment, pipeline.seal());
    push('open');
    await environment.advance(250);
    await pipeline.forget(first.deviceId, 'opted-out');
    expect(pipeline.pending()).toEqual(NOTHING);
  });
});
