import { expect, it } from 'vitest';
import { openCanarySite } from '../../support/canary-site.js';
import { replayToEnd } from '../../support/replayer.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const BODY = `
  <h1>Public heading</h1>
  <div class="amp-mask" title="Secret note"><p>Secret text</p><input value="Secret value" /></div>
  <div id="blocked" class="amp-block" style="width: 321px; height: 123px" title="Secret note">
    <p>Secret text</p>
  </div>
  <p id="later">Before</p>`;

it('rebuilds a page with masks, and boxes of the size of what is blocked', async (test) => {
  const { page, intake, start, collect } = await openCanarySite(
    getBrowser(),
    test,
    { body: BODY, privacyConfig: { defaultMaskLevel: 'light' } },
  );
  await start();
  await page.evaluate(() => {
    const box = document.createElement('section');
    box.className = 'amp-block';
    box.style.cssText = 'width: 213px; height: 87px';
    box.innerHTML = '<b>Secret text</b>';
    document.body.append(box);
    const later = document.querySelector('#later');
    if (later) later.textContent = 'After';
  });
  await collect();
  const events = intake.eventsOf(1);
  const { dom, warnings, styles } = await replayToEnd(
    getBrowser(),
    events,
    ['body > div:not(.amp-mask)', 'body > section'],
    ['width', 'height'],
  );
  expect(styles).toEqual([
    { width: '321px', height: '123px' },
    { width: '213px', height: '87px' },
  ]);
  const replayed = dom.join('\n');
  for (const text of ['"Public heading"', '"After"', '"****** ****"'])
    expect(replayed).toContain(text);
  expect(replayed).not.toContain('Secret');
  expect(warnings).toEqual([]);
});
