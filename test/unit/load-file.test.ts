import { describe, expect, it } from 'vitest';
import { createFileLoader } from '../../src/load-file.js';
import { loadRecorderPart } from '../../src/load-recorder-file.js';
import { loadTargetingPart } from '../../src/targeting/load-targeting-file.js';
import { VERSION } from '../../src/version.js';

const FILE = 'session-replay.part.min.js';

/** Loads beside a script of this address, and writes down which file was asked for. */
function setup(ownUrl: string, version = VERSION) {
  const asked: string[] = [];
  const load = createFileLoader<{ answer: number }>(
    FILE,
    ownUrl,
    async (url) => {
      asked.push(url);
      return { answer: 42, VERSION: version };
    },
  );
  return { load, asked };
}

describe('the loader of files beside a script', () => {
  it.each([
    ['https://cdn.example/a/session-replay.core.min.js', ''],
    ['https://cdn.example/a/session-replay.core.min.js?v=3#x', '?v=3'],
    ['https://cdn.example/a/renamed.js', ''],
  ])('at %s asks for the file beside it', async (ownUrl, search) => {
    const { load, asked } = setup(ownUrl);
    expect((await load()).answer).toBe(42);
    expect(asked).toEqual([`https://cdn.example/a/${FILE}${search}`]);
  });

  it('asks for nothing before it is called', () => {
    expect(setup('https://cdn.example/core.js').asked).toEqual([]);
  });

  it('refuses a file of another version, and names both', async () => {
    const { load } = setup('https://cdn.example/core.js', '99.0.0');
    await expect(load()).rejects.toThrow(
      `${FILE} is of version 99.0.0, this script of ${VERSION}`,
    );
  });

  it('passes on why the file cannot be had', async () => {
    const load = createFileLoader(FILE, 'https://cdn.example/core.js', () =>
      Promise.reject(new TypeError('Failed to fetch')),
    );
    await expect(load()).rejects.toThrow('Failed to fetch');
  });

  it.each([
    ['session-replay.recorder.min.js', loadRecorderPart],
    ['session-replay.targeting.min.js', loadTargetingPart],
  ])(
    'says how to load the script where it has no address, for %s',
    async (file, load) => {
      await expect(load()).rejects.toThrow(
        `${file} is looked for beside this script`,
      );
    },
  );
});
