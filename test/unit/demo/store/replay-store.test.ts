// @vitest-environment node
import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReplayStore } from '../../../../examples/demo/store/replay-store.js';
import {
  NOW_MS,
  eventAt,
  makeFolder,
  trackedAt,
  uploadOf,
} from './replay-setup.js';

async function setup() {
  const folder = join(await makeFolder(), 'replays');
  let nowMs = NOW_MS;
  const now = () => nowMs;
  return {
    folder,
    store: await openReplayStore({ folder, now }),
    /** Opens the same folder again, as after a restart of the server. */
    reopen: () => openReplayStore({ folder, now }),
    advance: (ms: number) => {
      nowMs += ms;
    },
    /** The folder of the only replay. */
    replayFolder: async () => join(folder, (await readdir(folder))[0] ?? ''),
  };
}

const HOSTILE_IDS: [string, string][] = [
  ['leaves the folder', '../../../../tmp/evil/1'],
  ['is a path', '/etc/passwd'],
  ['is a path on Windows', String.raw`C:\Windows\1`],
  ['is the folder above', '..'],
  ['is the folder', '.'],
  ['is empty', ''],
  ['holds a NUL', 'a\u0000b/1'],
  ['holds a line break', 'line\nbreak/1'],
  ['is HTML', '<img src=x onerror=alert(1)>/1'],
  ['is a prototype', '__proto__/1'],
  ['is not ASCII', '日本 😀/1'],
  ['is very long', `${'x'.repeat(5_000)}/1`],
];

describe('openReplayStore', () => {
  it('starts empty, and makes its folder', async () => {
    const folder = join(await makeFolder(), 'not', 'there', 'yet');
    const store = await openReplayStore({ folder });
    expect(store.list()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives back the events of a replay as they were sent', async () => {
    const { store } = await setup();
    const events = [eventAt(1), eventAt(2, { data: { text: '日本 😀\n' } })];
    await store.addUpload(uploadOf(events));
    expect((await store.read('device/1'))?.events).toEqual(events);
  });

  it('sorts events by their time, as numbers, whatever order they arrive in', async () => {
    const { store } = await setup();
    await store.addUpload(uploadOf([eventAt(100), eventAt(9)]));
    await store.addUpload(uploadOf([eventAt(1_000), eventAt(20)]));
    expect((await store.read('device/1'))?.events).toEqual(
      [9, 20, 100, 1_000].map((timestamp) => eventAt(timestamp)),
    );
  });

  it('leaves events of the same time in the order in which they arrived', async () => {
    const { store } = await setup();
    const events = [4, 2, 3].map((type) => eventAt(5, { type }));
    await store.addUpload(uploadOf(events));
    expect((await store.read('device/1'))?.events).toEqual(events);
  });

  it('keeps each event once, however often it is delivered', async () => {
    const { store } = await setup();
    await store.addUpload(uploadOf([eventAt(1), eventAt(2)]));
    await store.addUpload(uploadOf([eventAt(1), eventAt(2), eventAt(2)]));
    expect((await store.read('device/1'))?.events).toHaveLength(2);
    expect(store.list()).toMatchObject([{ eventCount: 2, receivedBytes: 200 }]);
  });

  it('keeps each analytics event once, in order of time', async () => {
    const { store } = await setup();
    const replay = { replayId: 'device/1', userAgent: 'Browser/1' };
    await store.addTracked({
      ...replay,
      tracked: [trackedAt(20), trackedAt(9)],
    });
    await store.addTracked({ ...replay, tracked: [trackedAt(20)] });
    await store.addUpload(uploadOf([eventAt(1)]));
    const read = await store.read('device/1');
    expect(read?.tracked).toEqual([trackedAt(9), trackedAt(20)]);
    expect(store.list()).toMatchObject([{ trackedCount: 2 }]);
  });

  it('keeps an event that is written over several lines', async () => {
    const { store } = await setup();
    const event = '{"type":3,\n"timestamp":1,\r\n"data":{}}';
    await store.addUpload(uploadOf([event]));
    const events = (await store.read('device/1'))?.events ?? [];
    expect(events.map((json): unknown => JSON.parse(json))).toEqual([
      JSON.parse(event),
    ]);
  });

  it('keeps every event of large uploads that arrive together', async () => {
    const { store } = await setup();
    // Larger than what Node writes at a time.
    const data = 'x'.repeat(2_000_000);
    const events = [1, 2, 3, 4, 5].map((time) => eventAt(time, { data }));
    await Promise.all(
      events.map((event) => store.addUpload(uploadOf([event]))),
    );
    const read = await store.read('device/1');
    expect(read?.events.map((event) => event.length)).toEqual(
      events.map((event) => event.length),
    );
  });

  it('survives a restart', async () => {
    const { store, reopen } = await setup();
    await store.addUpload(uploadOf([eventAt(2), eventAt(1)]));
    await store.addTracked({
      replayId: 'device/1',
      userAgent: 'Browser/1',
      tracked: [trackedAt(5)],
    });
    const before = { list: store.list(), read: await store.read('device/1') };
    await store.close();

    const again = await reopen();

    expect(again.list()).toEqual(before.list);
    expect(await again.read('device/1')).toEqual(before.read);
    await again.addUpload(uploadOf([eventAt(1), eventAt(3)]));
    expect((await again.read('device/1'))?.events).toHaveLength(3);
    expect(again.list()).toMatchObject([{ eventCount: 3 }]);
  });

  it('has everything on disk once it is closed', async () => {
    const { store, reopen } = await setup();
    void store.addUpload(uploadOf([eventAt(1)]));
    void store.addUpload(uploadOf([eventAt(2)], 'device/2'));
    await store.close();
    expect((await reopen()).list()).toHaveLength(2);
  });

  it('loses no more than a line that a crash has torn', async () => {
    const { store, reopen, replayFolder } = await setup();
    await store.addUpload(uploadOf([eventAt(1)]));
    const log = join(await replayFolder(), 'events.ndjson');
    await appendFile(log, '{"type":3,"timest');
    const again = await reopen();
    await again.addUpload(uploadOf([eventAt(2)]));
    const expected = [eventAt(1), eventAt(2)];
    expect((await again.read('device/1'))?.events).toEqual(expected);
    expect((await (await reopen()).read('device/1'))?.events).toEqual(expected);
  });

  it('passes over what is no replay', async () => {
    const { folder, store, reopen, replayFolder } = await setup();
    await store.addUpload(uploadOf([eventAt(1)]));
    await writeFile(join(await replayFolder(), 'notes.txt'), 'mine');
    await writeFile(join(folder, '.DS_Store'), 'x');
    expect((await reopen()).list()).toHaveLength(1);
  });

  it.each(HOSTILE_IDS)(
    'keeps a replay in its folder whose ID %s',
    async (_name, id) => {
      const { folder, store, reopen } = await setup();
      await store.addUpload(uploadOf([eventAt(1)], id));
      expect(await readdir(folder)).toHaveLength(1);
      expect(await readdir(join(folder, '..'))).toEqual(['replays']);
      const again = await reopen();
      expect(again.list()).toMatchObject([{ replayId: id }]);
      expect((await again.read(id))?.events).toEqual([eventAt(1)]);
    },
  );

  it('tells apart IDs that look alike to a file system', async () => {
    const { folder, store } = await setup();
    const ids = ['a/1', 'A/1', 'a_1/', 'a//1', 'a\\1', 'a/1 '];
    for (const id of ids) await store.addUpload(uploadOf([eventAt(1)], id));
    const names = (await readdir(folder)).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(ids.length);
    expect(store.list()).toHaveLength(ids.length);
  });

  it('knows which replays it has', async () => {
    const { store } = await setup();
    await store.addUpload(uploadOf([eventAt(1)]));
    expect(store.has('device/1')).toBe(true);
    expect(store.has('device/2')).toBe(false);
    expect(await store.read('device/2')).toBeUndefined();
  });

  it('lists replays that hold an event, newest first', async () => {
    const { store } = await setup();
    await store.addUpload(uploadOf([eventAt(100)], 'device/old'));
    await store.addUpload(uploadOf([eventAt(300)], 'device/new'));
    await store.addUpload(uploadOf([eventAt(200)], 'device/middle'));
    await store.addTracked({
      replayId: 'device/empty',
      userAgent: 'Browser/1',
      tracked: [trackedAt(400)],
    });
    expect(store.list().map(({ replayId }) => replayId)).toEqual([
      'device/new',
      'device/middle',
      'device/old',
    ]);
  });

  it('shows a replay as being recorded until nothing has come for 15 s', async () => {
    const { store, advance } = await setup();
    await store.addUpload(uploadOf([eventAt(1)]));
    advance(14_999);
    expect(store.list()).toMatchObject([{ isRecordingNow: true }]);
    advance(1);
    expect(store.list()).toMatchObject([{ isRecordingNow: false }]);
  });
});

describe('a replay store whose folders are deleted while it runs', () => {
  it('forgets a replay whose folder is gone', async () => {
    const { store, replayFolder } = await setup();
    await store.addUpload(uploadOf([eventAt(1)]));
    await rm(await replayFolder(), { recursive: true });
    expect(store.list()).toEqual([]);
    expect(store.has('device/1')).toBe(false);
    expect(await store.read('device/1')).toBeUndefined();
  });

  it('starts that replay afresh with what comes next', async () => {
    const { store, reopen, replayFolder } = await setup();
    await store.addUpload(uploadOf([eventAt(1)]));
    await rm(await replayFolder(), { recursive: true });
    await store.addUpload(uploadOf([eventAt(2)]));
    expect((await store.read('device/1'))?.events).toEqual([eventAt(2)]);
    expect(store.list()).toMatchObject([{ eventCount: 1 }]);
    expect((await reopen()).list()).toHaveLength(1);
  });

  it('goes on when the whole folder is gone', async () => {
    const { folder, store, reopen } = await setup();
    await store.addUpload(uploadOf([eventAt(1)]));
    await rm(folder, { recursive: true });
    expect(store.list()).toEqual([]);
    await store.addUpload(uploadOf([eventAt(2)], 'device/2'));
    expect((await reopen()).list()).toMatchObject([{ replayId: 'device/2' }]);
  });
});
