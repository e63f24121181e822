import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { expect, test } from 'vitest';

const TIMED_OUT = { text: 'no answer within ', source: '../src/in-time.ts' };
const NO_JSON = {
  text: 'dropped an event that is no JSON',
  source: '../src/recorder/event-queue.ts',
};

/** What a site sees in its browser's tools where one of these files is in a stack. */
test.each([
  { file: 'session-replay', ...TIMED_OUT },
  { file: 'session-replay', ...NO_JSON },
  { file: 'session-replay.core', ...TIMED_OUT },
  { file: 'session-replay.recorder', ...NO_JSON },
  { file: 'session-replay.targeting', ...TIMED_OUT },
  {
    file: 'privacy-preview',
    text: 'requestIdleCallback',
    source: '../src/environment.ts',
  },
])('leads from $file.min.js to $source', async ({ file, text, source }) => {
  const [code, map] = await Promise.all(
    ['', '.map'].map((end) => readFile(`dist/${file}.min.js${end}`, 'utf8')),
  );
  const lines = (code ?? '').split('\n');
  const line = lines.findIndex((content) => content.includes(text));
  const column = lines[line]?.indexOf(text);
  const entry = new SourceMap(JSON.parse(map ?? '')).findEntry(
    line,
    column ?? -1,
  );
  expect(entry).toMatchObject({ originalSource: source });
});
