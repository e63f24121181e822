import { describe, expect, it } from 'vitest';
import {
  createFileLoader,
  loadRecorderPart,
} from '../../src/load-recorder-file.js';
import * as part from '../../src/recorder-part.js';

/** Loads beside a script of this address, and writes down which file was asked for. */
function setup(ownUrl: string, file: typeof part = part) {
  const asked: string[] = [];
  const load = createFileLoader({
    ownUrl,
    importFile: async (url) => {
      asked.push(url);
      return file;
    },
  });
  return { load, asked };
}

describe('the loader of the two-file script tag', () => {
  it.each([
    ['https://cdn.example/a/session-replay.core.min.js', ''],
    ['https://cdn.example/a/session-replay.core.min.js?v=3#x', '?v=3'],
    ['https://cdn.example/a/renamed.js', ''],
  ])('of %s asks for the file beside it', async (ownUrl, search) => {
    const { load, asked } = setup(ownUrl);
    expect((await load()).record).toBe(part.record);
    expect(asked).toEqual([
      `https://cdn.example/a/session-replay.recorder.min.js${search}`,
    ]);
  });

  it('asks for nothing before it is called', () => {
    expect(setup('https://cdn.example/core.js').asked).toEqual([]);
  });

  it('refuses a file of another version, and names both', async () => {
    const { load } = setup('https://cdn.example/core.js', {
      ...part,
      VERSION: '99.0.0',
    });
    await expect(load()).rejects.toThrow(
      `is of version 99.0.0, session-replay.core.min.js of ${part.VERSION}`,
    );
  });

  it('passes on why the file cannot be had', async () => {
    const load = createFileLoader({
      ownUrl: 'https://cdn.example/core.js',
      importFile: () => Promise.reject(new TypeError('Failed to fetch')),
    });
    await expect(load()).rejects.toThrow('Failed to fetch');
  });

  it('says how to load the first file where it has no address', async () => {
    await expect(loadRecorderPart()).rejects.toThrow('script tag with src');
  });
});
