import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import { chromiumOptions } from './chromium.js';
import { waitUntil } from './wait-until.js';

/**
 * A Chromium whose tabs nobody watches.
 *
 * Why: a tab that Playwright has opened always believes that it is in front, and Chromium discards no tab that a
 * debugger is attached to.
 */
export interface BareChromium {
  /** Opens a tab in front of the others, which become hidden. */
  openTab: (url: string) => Promise<void>;
  /** Takes the memory of a hidden tab away, as Chromium does when there is too little: its process ends unasked. */
  discardTab: (url: string) => Promise<void>;
  /** Puts a tab in front. One that was discarded loads again. */
  showTab: (url: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Lists and discards tabs. Chromium shows it only where its internal pages are switched on. */
const DISCARDS_URL = 'chrome://discards/';

/** Runs in the page of `DISCARDS_URL`: returns whether there is a row of this tab, and clicks what discards it. */
const CLICK_DISCARD = `(url) => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((it) => [it, ...(it.shadowRoot ? all(it.shadowRoot) : [])]);
  const isLink = (it) => it.textContent.trim() === '[Urgent Discard]' && it.hasAttribute('data-id');
  const row = all(document).find((it) => it.tagName === 'TR' && it.textContent.includes(url) && all(it).some(isLink));
  if (row) all(row).find(isLink).click();
  return !!row;
}`;

/** Starts one with a profile of its own. */
export async function startBareChromium(): Promise<BareChromium> {
  const profile = await mkdtemp(join(tmpdir(), 'profile-'));
  const localState = JSON.stringify({ internal_only_uis_enabled: true });
  await writeFile(join(profile, 'Local State'), localState);
  const { executablePath = '', args = [] } = await chromiumOptions();
  const child = spawn(
    executablePath,
    [
      ...args,
      '--headless',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const send = connect(child.stdio[3] as Writable, child.stdio[4] as Readable);

  const targetIdOf = (url: string) =>
    waitUntil(`a tab of ${url}`, async () => {
      const { targetInfos } = await send('Target.getTargets');
      return targetInfos?.find((it) => it.url === url)?.targetId;
    });
  const openTab = async (url: string) => {
    await send('Target.createTarget', { url });
  };
  return {
    openTab,
    showTab: async (url) => {
      await send('Target.activateTarget', { targetId: await targetIdOf(url) });
    },
    discardTab: async (url) => {
      const targetId = await targetIdOf(url);
      await openTab(DISCARDS_URL);
      const { sessionId } = await send('Target.attachToTarget', {
        targetId: await targetIdOf(DISCARDS_URL),
        flatten: true,
      });
      const expression = `(${CLICK_DISCARD})(${JSON.stringify(url)})`;
      await waitUntil('the list of tabs', async () => {
        const answer = await send(
          'Runtime.evaluate',
          { expression },
          sessionId,
        );
        return answer.result?.value === true;
      });
      // A discarded tab goes on as another target.
      await waitUntil('the discard', async () => {
        const { targetInfos } = await send('Target.getTargets');
        return !targetInfos?.some((it) => it.targetId === targetId);
      });
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      // Its other processes end a little later.
      await sleep(100);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What is read of Chromium's answers. */
interface Answer {
  sessionId?: string;
  targetInfos?: { targetId: string; url: string }[];
  result?: { value?: unknown };
}

/** Speaks Chromium's protocol over pipes: JSON, ended by a zero byte. Errors: rejects with what Chromium says. */
function connect(input: Writable, output: Readable) {
  const waiting = new Map<number, (message: Message) => void>();
  let lastId = 0;
  let rest = '';
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const texts = (rest + chunk).split('\0');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      const message: Message = JSON.parse(text);
      waiting.get(message.id ?? 0)?.(message);
    }
  });
  return (
    method: string,
    params: Record<string, unknown> = {},
    sessionId?: string,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, ({ result = {}, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}

interface Message {
  id?: number;
  result?: Answer;
  error?: { message: string };
}
