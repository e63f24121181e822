import { describe, expect, it } from 'vitest';
import { readResponse } from '../../../src/uploader/outcome.js';

const NOW_MS = Date.UTC(2024, 6, 1);

const read = (status: number, headers: Record<string, string> = {}) =>
  readResponse({ status, headers: new Headers(headers) }, NOW_MS);

const skipped = (code: string) =>
  read(200, { 'X-Session-Replay-Event-Skipped': code });

describe('readResponse', () => {
  it.each([200, 201, 202, 204, 299])('takes %i as delivered', (status) => {
    expect(read(status)).toEqual({ kind: 'delivered' });
  });

  it('reads why the server skipped an accepted batch', () => {
    expect(skipped('429')).toEqual({ kind: 'throttled' });
    expect(skipped('4004')).toEqual({ kind: 'disabled' });
    expect(skipped('4005')).toEqual({ kind: 'disabled' });
  });

  it.each(['', '0', '4003', '42900', 'nonsense'])(
    'takes a skip code it does not know as delivered: "%s"',
    (code) => {
      expect(skipped(code)).toEqual({ kind: 'delivered' });
    },
  );

  it('looks at the skip code of a success only', () => {
    const headers = { 'X-Session-Replay-Event-Skipped': '4004' };
    expect(read(500, headers)).toEqual({ kind: 'deferred' });
    expect(read(400, headers)).toEqual({ kind: 'refused', status: 400 });
  });

  it.each([408, 429, 499, 500, 501, 502, 503, 504, 520, 599])(
    'keeps the batch for later after %i',
    (status) => {
      expect(read(status)).toEqual({ kind: 'deferred' });
    },
  );

  it.each([400, 401, 403, 404, 405, 410, 412, 414, 415, 422])(
    'gives a batch up for good after %i',
    (status) => {
      expect(read(status)).toEqual({ kind: 'refused', status });
    },
  );

  it('takes 413 for too much at once', () => {
    expect(read(413)).toEqual({ kind: 'too-large' });
    expect(read(413, { 'Retry-After': '30' })).toEqual({ kind: 'too-large' });
  });

  it("needs no headers of a site's own transport", () => {
    expect(readResponse({ status: 202 }, NOW_MS)).toEqual({
      kind: 'delivered',
    });
    expect(readResponse({ status: 503 }, NOW_MS)).toEqual({ kind: 'deferred' });
  });

  it.each([0, 304, 307])(
    'keeps the batch after %i, which is neither a success nor a refusal',
    (status) => {
      expect(read(status)).toEqual({ kind: 'deferred' });
    },
  );

  it.each([
    ['seconds', '120', 120_000],
    ['no wait', '0', 0],
    ['a date', 'Mon, 01 Jul 2024 00:01:30 GMT', 90_000],
    ['a date that has passed', 'Sun, 30 Jun 2024 00:00:00 GMT', 0],
  ])('reads %s of Retry-After', (_name, value, retryAfterMs) => {
    for (const status of [429, 503])
      expect(read(status, { 'Retry-After': value })).toEqual({
        kind: 'deferred',
        retryAfterMs,
      });
  });

  it('ignores a Retry-After that says nothing', () => {
    for (const value of ['', 'soon', 'NaN'])
      expect(read(503, { 'Retry-After': value })).toEqual({ kind: 'deferred' });
  });
});
