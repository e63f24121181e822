import { expect, it } from 'vitest';
import { MARKED_SESSION } from '../../support/marked-site.js';
import { mentions } from '../../support/replay-events.js';
import { openSite } from '../../support/site-visit.js';
import { useBrowser } from '../../support/use-browser.js';
import { waitUntil } from '../../support/wait-until.js';

/** Less than changes are gathered. Unit: ms. */
const LEAVE_AFTER_MS = 20;

const { getBrowser } = useBrowser();

it('delivers what had changed shortly before the page was left', async (test) => {
  const site = await openSite(getBrowser(), test);
  const { page } = await site.open('/?every=0');
  await waitUntil('a recording', () =>
    page.evaluate(`sessionReplay.getStatus().state === 'recording'`),
  );
  await page.evaluate(
    ([url, delayMs]) => {
      document.body.append('the last change');
      setTimeout(() => location.assign(url), delayMs);
    },
    [site.awayUrl, LEAVE_AFTER_MS] as const,
  );
  await page.waitForURL(`${site.awayUrl}/`);
  await page.close();
  await site.comeBack();
  await waitUntil('the last change', () =>
    mentions(site.intake.eventsOf(MARKED_SESSION), 'the last change'),
  );
  expect(site.intake.invalid).toEqual([]);
});
