import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  markupExample,
  moduleExample,
  openExample,
} from '../support/example-visit.js';
import type { Page } from '../support/page-server.js';
import { countSnapshots, mentions } from '../support/replay-events.js';
import { waitUntil } from '../support/wait-until.js';
import { useBrowser } from '../support/use-browser.js';

const README = await readFile(
  new URL('../../README.md', import.meta.url),
  'utf8',
);

/** The code below `<!-- example: name -->`, as a reader would copy it. */
function readExample(name: string): string {
  const marker = `<!-- example: ${name} -->`;
  const code = /```\w+\n([\s\S]*?)```/.exec(README.split(marker)[1] ?? '')?.[1];
  if (code === undefined) throw new Error(`The README has no ${name} example`);
  return code;
}

const { getBrowser, closeLater } = useBrowser();

async function visit(pages: Record<string, Page>) {
  const example = await openExample(getBrowser(), pages);
  closeLater(example.close);
  const { intake } = example;
  const replay = await waitUntil('a recording', () => intake.replays()[0]);
  return { ...example, replay };
}

it('runs the npm example', async () => {
  const { replay, complaintsOfOurs } = await visit(
    await moduleExample(readExample('npm')),
  );
  expect(replay.uploads[0]?.apiKey).toBe('YOUR_API_KEY');
  expect(complaintsOfOurs()).toEqual([]);
});

it.each(['script-tag', 'two-files'])('runs the %s example', async (name) => {
  const { replay, complaintsOfOurs } = await visit(
    markupExample(readExample(name)),
  );
  expect(replay.uploads[0]?.apiKey).toBe('YOUR_API_KEY');
  expect(complaintsOfOurs()).toEqual([]);
});

it('runs the pausing example', async () => {
  const example = readExample('pausing').replaceAll(
    /export const (\w+)/g,
    'window.$1',
  );
  const { intake, page, write, replay, complaintsOfOurs } = await visit(
    await moduleExample(example),
  );
  const { sessionId } = replay;

  await page.evaluate('void enterRestrictedArea()');
  await write('Restricted');
  await write('Open to all');
  await page.evaluate('void leaveRestrictedArea()');
  await waitUntil('the second part', () =>
    mentions(intake.eventsOf(sessionId), 'Open to all'),
  );
  expect(countSnapshots(intake.eventsOf(sessionId))).toBe(2);
  expect(mentions(intake.eventsOf(sessionId), 'Restricted')).toBe(false);
  expect(complaintsOfOurs()).toEqual([]);
});

it('runs the preview example', async () => {
  const { page, complaintsOfOurs } = await visit(
    // The pages of this test are not at `localhost`.
    await moduleExample(
      readExample('preview').replace('localhost', '127.0.0.1'),
    ),
  );
  await page.waitForSelector('session-replay-privacy-preview', {
    state: 'attached',
  });
  expect(complaintsOfOurs()).toEqual([]);
});

it('runs the standalone example', async () => {
  const { page, replay, complaintsOfOurs } = await visit(
    markupExample(readExample('standalone')),
  );
  expect(replay).toMatchObject({
    deviceId: 'the device_id of your events',
    sessionId: '1719847315013',
  });
  expect(await page.evaluate('properties()')).toEqual({
    '[Amplitude] Session Replay ID':
      'the device_id of your events/1719847315013',
  });
  expect(complaintsOfOurs()).toEqual([]);
});
