// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { createReplaySummary } from '../../../../examples/demo/store/replay-summary.js';
import { eventAt, trackedAt } from './replay-setup.js';

const metaAt = (timestamp: number, href: string, size = {}) =>
  eventAt(timestamp, { type: 4, data: { href, ...size } });

describe('createReplaySummary', () => {
  it('is empty before anything comes in', () => {
    expect(createReplaySummary().read()).toEqual({
      eventCount: 0,
      trackedCount: 0,
      rawBytes: 0,
      receivedBytes: 0,
      startMs: 0,
      endMs: 0,
      lastReceivedMs: 0,
      pages: [],
      viewport: undefined,
    });
  });

  it('sums up what comes in, repetitions once', () => {
    const summary = createReplaySummary();
    const japanese = eventAt(300, { data: '日本' });
    for (const event of [eventAt(200), japanese, eventAt(100), eventAt(200)])
      summary.addEvent(event);
    summary.addUpload({ receivedMs: 5_000, receivedBytes: 70 });
    summary.addUpload({ receivedMs: 4_000, receivedBytes: 30 });
    for (const time of [1, 2, 2]) summary.addTracked(trackedAt(time));
    expect(summary.read()).toMatchObject({
      eventCount: 3,
      trackedCount: 2,
      rawBytes: Buffer.byteLength(eventAt(200) + japanese + eventAt(100)),
      receivedBytes: 100,
      startMs: 100,
      endMs: 300,
      lastReceivedMs: 5_000,
    });
  });

  it('knows the size of the window, also after a meta event without one', () => {
    const summary = createReplaySummary();
    const size = { width: 800, height: 600 };
    summary.addEvent(metaAt(1, 'http://shop.example/', size));
    summary.addEvent(metaAt(2, 'http://shop.example/'));
    expect(summary.read().viewport).toEqual(size);
  });

  it('lists the pages of the visit', () => {
    const summary = createReplaySummary();
    summary.addEvent(metaAt(2, 'http://shop.example/cart'));
    summary.addEvent(metaAt(1, 'http://shop.example/'));
    expect(summary.read().pages).toEqual(['/', '/cart']);
  });

  it('copes with an event that holds nothing', () => {
    const summary = createReplaySummary();
    summary.addEvent(eventAt(1, { type: 4, data: null }));
    expect(summary.read()).toMatchObject({
      eventCount: 1,
      pages: [],
      viewport: undefined,
    });
  });
});
