import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  startPreview,
  type Preview,
  type PreviewOptions,
} from '../../../src/preview/preview.js';

const TAG = 'session-replay-privacy-preview';

let warn = vi.spyOn(console, 'warn');
const previews: Preview[] = [];

beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => {
  for (const preview of previews.splice(0)) preview.stop();
  vi.restoreAllMocks();
});

/** `options` are what a site without types may hand in. */
function start(options?: unknown, scope: object = globalThis): Preview {
  const preview = startPreview(
    options as PreviewOptions,
    scope as typeof globalThis,
  );
  previews.push(preview);
  return preview;
}

const count = () => document.querySelectorAll(TAG).length;

it('is there until it is stopped', () => {
  const preview = start();
  expect(count()).toBe(1);
  preview.stop();
  preview.stop();
  expect(count()).toBe(0);
  expect(warn).not.toHaveBeenCalled();
});

it('replaces the one before, whose stop does nothing any more', () => {
  const first = start();
  start();
  expect(count()).toBe(1);
  first.stop();
  expect(count()).toBe(1);
});

describe('never throws', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'conservative', 'ignores its options'],
    ['null', null, 'ignores its options'],
    ['a list', [], 'ignores its options'],
    ['a recorder that is none', { replay: 7 }, 'ignores `replay`'],
    ['rules that are none', { privacyConfig: 7 }, 'ignores `privacyConfig`'],
  ])('and warns once of %s', (_, options, warning) => {
    start(options);
    expect(count()).toBe(1);
    expect(warn.mock.calls.map((parts) => parts.join(' '))).toEqual([
      expect.stringMatching(`^Session Replay: the preview ${warning}`),
    ]);
  });

  it('where there is no page', () => {
    start(undefined, { console });
    expect(warn).toHaveBeenCalledWith(
      'Session Replay:',
      'there is no page here to preview.',
    );
  });

  it('on options that throw when they are read', () => {
    const error = vi.spyOn(console, 'error').mockReturnValue();
    start({
      get replay() {
        throw new Error('broken');
      },
    });
    expect(error).toHaveBeenCalledTimes(1);
    expect(count()).toBe(0);
  });
});
