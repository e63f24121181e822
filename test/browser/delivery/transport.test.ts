import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DUE_AT_ONCE, measureDelivery } from '../../support/delivery.js';
import { owedMarkers } from '../../support/markers.js';
import { openSite, type VisitedSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** What was written this shortly before the end may be lost. Unit: ms. */
const GRACE_MS = 50;

/** Where uploads go that the page's own transport does not send; nobody is there. */
const NOWHERE = 'https://nowhere.invalid/sessions/v2/track';

/** Sends to the intake, and keeps what it was called with where the next page finds it. */
const TRANSPORT = `{
  trackServerUrl: '${NOWHERE}',
  handleSendEvents: (request) => {
    const { url, method, headers, body, keepalive } = request;
    const call = { url, method, headerNames: Object.keys(headers), bodyType: body.constructor.name, sentBytes: body.length, keepalive };
    localStorage.calls = JSON.stringify([...JSON.parse(localStorage.calls ?? '[]'), call]);
    const intakeUrl = url.replace('${NOWHERE}', options.trackServerUrl);
    return fetch(intakeUrl, { method, headers, body, keepalive, credentials: 'omit' });
  },
}`;

interface Call {
  url: string;
  method: string;
  headerNames: string[];
  bodyType: string;
  /** Size of the body. */
  sentBytes: number;
  keepalive: boolean;
}

const { getBrowser } = useBrowser();

it('a transport of the page gets every attempt once, also the last ones of a visit, and nothing is lost', async (test) => {
  const site = await openSite(getBrowser(), test, { moreOptions: TRANSPORT });
  const { intake, context } = site;
  const strays: string[] = [];
  context.on('request', (request) => {
    if (request.url().startsWith(NOWHERE)) strays.push(request.url());
  });
  intake.faultNext({ kind: 'status', status: 500 });
  const { page, markers } = await site.open();
  await sleep(3_500);
  const attemptsBefore = intake.requests.length;
  const endedAtMs = Date.now();
  await page.goto(site.awayUrl);

  let calls: Call[] = [];
  let attempts: string[] = [];
  const { missingAtOnce } = await measureDelivery('transport of the page', {
    intake,
    ...DUE_AT_ONCE,
    owed: owedMarkers(markers, endedAtMs - GRACE_MS),
    comeBack: async () => {
      // A page that is left may call after the next one has come.
      calls = await waitUntil('the call of the page that is left', async () => {
        const made = await readCalls(site);
        return made.length > attemptsBefore && made;
      });
      await waitUntil(
        'every attempt',
        () => intake.requests.length >= calls.length,
      );
      attempts = intake.requests.map(({ upload }) => String(upload?.sentBytes));
      await site.comeBack();
    },
  });
  expect(missingAtOnce).toEqual([]);
  expect(strays).toEqual([]);
  // One of them failed and was repeated, and one was made when the page was left.
  expect(attemptsBefore).toBeGreaterThan(1);
  expect(calls.at(-1)?.keepalive).toBe(true);
  for (const { url, method, headerNames, bodyType } of calls) {
    expect(headerNames).toContain('Authorization');
    expect(bodyType).toBe('Uint8Array');
    expect(url).toContain('?device_id=device&session_id=1&type=replay');
    expect(method).toBe('POST');
  }
  expect(calls.map(({ sentBytes }) => String(sentBytes)).sort()).toEqual(
    attempts.sort(),
  );
  expect(intake.invalid).toEqual([]);
});

/** Reads what the page has kept, from a file of its site, where nothing is recorded. */
async function readCalls({ context, url }: VisitedSite): Promise<Call[]> {
  const page = await context.newPage();
  await page.goto(`${url}/dist/session-replay.min.js`);
  const calls: Call[] = JSON.parse(
    await page.evaluate<string>('localStorage.calls'),
  );
  await page.close();
  return calls;
}
