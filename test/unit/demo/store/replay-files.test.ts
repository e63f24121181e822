// @vitest-environment node
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createReplayFiles,
  folderNameOf,
} from '../../../../examples/demo/store/replay-files.js';
import { makeFolder } from './replay-setup.js';

const META = { replayId: 'device/1', userAgent: 'Browser/1' };

describe('folderNameOf', () => {
  it('is a plain name of bearable length, whatever the ID is', () => {
    const long = 'x'.repeat(10_000);
    for (const replayId of ['../..', '/', 'a\u0000b', 'CON', long, '日本', ''])
      expect(folderNameOf(replayId)).toMatch(/^[\w-]{1,100}$/);
  });

  it('is the same each time, and another for each replay', () => {
    expect(folderNameOf('device/1')).toBe(folderNameOf('device/1'));
    expect(folderNameOf('device/1')).not.toBe(folderNameOf('device/2'));
    expect(folderNameOf('a/b')).not.toBe(folderNameOf('a_b'));
  });
});

describe('createReplayFiles', () => {
  it('touches nothing before something is written', async () => {
    const files = createReplayFiles(join(await makeFolder(), 'replay'));
    expect(files.exist()).toBe(false);
    expect(await files.readMeta()).toBeUndefined();
    expect(await files.read('events')).toEqual([]);
  });

  it('reads what it has written', async () => {
    const files = createReplayFiles(join(await makeFolder(), 'replay'));
    files.create(META);
    await files.append('events', ['{"a":1}', '{"b":2}']);
    await files.append('events', ['{"c":3}']);
    await files.append('tracked', ['{"d":4}']);
    expect(files.exist()).toBe(true);
    expect(await files.readMeta()).toEqual(META);
    expect(await files.read('events')).toEqual([
      '{"a":1}',
      '{"b":2}',
      '{"c":3}',
    ]);
    expect(await files.read('tracked')).toEqual(['{"d":4}']);
    expect(await files.read('uploads')).toEqual([]);
  });

  it('writes nothing for no lines', async () => {
    const folder = join(await makeFolder(), 'replay');
    const files = createReplayFiles(folder);
    files.create(META);
    await files.append('events', []);
    await expect(readFile(join(folder, 'events.ndjson'))).rejects.toThrow(
      'ENOENT',
    );
  });

  it.each(['', '{', 'null', '[]', '{"replayId":5}'])(
    'has no meta where its file holds "%s"',
    async (text) => {
      const folder = await makeFolder();
      await writeFile(join(folder, 'meta.json'), text);
      expect(await createReplayFiles(folder).readMeta()).toBeUndefined();
    },
  );

  it('rejects an append whose folder is gone', async () => {
    const folder = join(await makeFolder(), 'replay');
    const files = createReplayFiles(folder);
    files.create(META);
    await rm(folder, { recursive: true });
    await expect(files.append('events', ['{}'])).rejects.toThrow('ENOENT');
  });
});
