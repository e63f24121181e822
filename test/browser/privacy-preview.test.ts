import { describe, expect, it } from 'vitest';
import { bundleApp } from '../support/bundle.js';
import { remoteConfig } from '../support/intake-config.js';
import { startIntake, type Intake } from '../support/intake-server.js';
import { openPreviewPage, PREVIEW_SCRIPTS } from '../support/preview-page.js';
import { mentions } from '../support/replay-events.js';
import { useBrowser } from '../support/use-browser.js';

const { getBrowser, closeLater } = useBrowser();

async function visit(
  body: string,
  options?: Parameters<typeof openPreviewPage>[2],
) {
  const visited = await openPreviewPage(getBrowser(), body, options);
  closeLater(visited.close);
  return visited;
}

async function preview(body: string, options = '{}') {
  const visited = await visit(`${body}${PREVIEW_SCRIPTS}`);
  await visited.page.evaluate(
    `window.preview = sessionReplay.previewPrivacy(${options})`,
  );
  return visited;
}

it('draws over each part what becomes of it', async () => {
  const { over, page, complaints } = await preview(`
    <p id=clear data-text>Open to all</p>
    <a href="https://shop.example/"><b id=link data-text>Link</b></a>
    <p id=masked data-text class=amp-mask>Erika Mustermann</p>
    <div id=blocked class=amp-block style="width: 200px; height: 50px"><p>Balance</p></div>
    <div style="display: contents"><p style="display: contents"><b id=boxless data-text style="display: contents">text</b></p></div>
    <div class=amp-block style="display: contents"><p id=contents data-text>Boxless</p></div>
    <input id=typed value=typed>
    <input id=shown class=amp-unmask value=shown>
    <img id=image width=50 height=50 src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
    <iframe id=elsewhere sandbox srcdoc=elsewhere></iframe>`);
  expect(await over('clear')).toEqual(['text clear']);
  expect(await over('link')).toEqual(['text clear']);
  expect(await over('masked')).toEqual(['text masked']);
  expect(await over('blocked')).toEqual(['area blocked']);
  expect(await over('boxless')).toEqual(['text clear']);
  expect(await over('contents')).toEqual(['area blocked']);
  expect(await over('typed')).toEqual(['field masked']);
  expect(await over('shown')).toEqual(['field clear']);
  expect(await over('image')).toEqual(['image clear']);
  expect(await over('elsewhere')).toEqual(['area blocked']);
  expect(
    await page.evaluate(
      `[...previewRoot.querySelectorAll('.count')].map((it) => it.textContent)`,
    ),
  ).toEqual(['3', '2', '5']);
  expect(complaints).toEqual([]);
});

it('shows a text of two lines as two boxes', async () => {
  const { page } = await preview(
    '<p>first<br>second</p><p style="width: 60px">first second third</p>',
  );
  expect(await page.evaluate('boxCount()')).toBe(2 + 3);
});

it('shows nothing of what cannot be seen', async () => {
  const { page } = await preview(`
    <p hidden>text</p>
    <p style="visibility: hidden">text</p>
    <div style="opacity: 0"><p>text</p><input></div>
    <details><summary></summary><p>text</p></details>
    <span style="position: absolute; width: 1px; height: 1px; overflow: hidden">for screen readers</span>
    <div style="position: absolute; left: -5000px">text</div>
    <div style="height: 20px; overflow: hidden"><p style="margin-top: 30px">text</p></div>
    <input type=hidden>`);
  expect(await page.evaluate('boxCount()')).toBe(0);
});

it('shows what escapes the box around it', async () => {
  const { over } = await preview(`
    <div style="height: 0; overflow: hidden">
      <p id=fixed data-text style="position: fixed; top: 100px">text</p>
      <p id=absolute data-text style="position: absolute; top: 200px">text</p>
      <p id=inner style="visibility: hidden">text</p>
    </div>
    <div style="visibility: hidden"><p id=visible data-text style="visibility: visible">text</p></div>`);
  expect(await over('fixed')).toEqual(['text clear']);
  expect(await over('absolute')).toEqual(['text clear']);
  expect(await over('visible')).toEqual(['text clear']);
});

it('looks into shadow trees and frames', async () => {
  const { over, page } = await preview(`
    <div id=host><span>slotted</span> bare</div>
    <iframe style="margin: 40px; border: 7px solid" srcdoc="<p id=inside data-text class=amp-mask>text</p><input id=field>"></iframe>
    <script>
      document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<p>text</p><slot></slot>';
    </script>`);
  const frame = `document.querySelector('iframe').contentDocument`;
  expect(
    await page.evaluate(`{
      const { left, top } = document.querySelector('#host').shadowRoot.querySelector('p').getBoundingClientRect();
      const boxes = [...previewRoot.querySelectorAll('.text.clear')];
      [boxes[0].offsetLeft - left, Math.abs(boxes[0].offsetTop - top) < 2, boxes.length];
    }`),
  ).toEqual([0, true, 3]);
  expect(await over('inside', frame)).toEqual(['text masked']);
  expect(await over('field', frame)).toEqual(['field masked']);
});

it('follows the page when it scrolls and changes', async () => {
  const { page, over, waitForOver } = await preview(`
    <div style="height: 300px"></div>
    <p id=text data-text>text</p>
    <div id=scroller style="height: 60px; overflow: auto"><div style="height: 100px"></div><p id=inner data-text>text</p></div>
    <div style="height: 3000px"></div>`);
  expect(await over('inner')).toEqual([]);

  // Of the page: at once, together with it.
  await page.evaluate(
    `new Promise((done) => { scrollTo(0, 200); requestAnimationFrame(() => requestAnimationFrame(done)); })`,
  );
  expect(await over('text')).toEqual(['text clear']);
  await page.evaluate(`document.querySelector('#scroller').scrollTop = 100`);
  await waitForOver('inner', 'text clear');

  await page.evaluate(`document.querySelector('#text').className = 'amp-mask'`);
  await waitForOver('text', 'text masked');
  await page.evaluate(
    `document.querySelector('#text').className = 'amp-block'`,
  );
  await waitForOver('text', 'area blocked');
  await page.evaluate(`document.querySelector('#text').className = ''`);
  await waitForOver('text', 'text clear');
});

it('follows the address', async () => {
  const { page, waitForOver } = await preview(
    '<p id=text data-text>text</p>',
    `{ privacyConfig: { urlMaskLevels: [{ match: '*/account', maskLevel: 'conservative' }] } }`,
  );
  await waitForOver('text', 'text clear');
  await page.evaluate(`history.pushState({}, '', '/account')`);
  await waitForOver('text', 'text masked');
  expect(await page.evaluate('previewRoot.textContent')).toContain(
    'Mask level at this address: conservative',
  );
});

it('lies over dialogs, and leaves clicks to the page', async () => {
  const { page, waitForOver } = await preview(
    `<dialog style="border: 0"><button id=button data-text onclick="window.clicked = true">Pay</button></dialog>`,
  );
  await page.evaluate(`document.querySelector('dialog').showModal()`);
  await waitForOver('button', 'text clear');
  const photograph = () => page.locator('#button').screenshot();
  const withPreview = await photograph();
  await page.click('#button');
  expect(await page.evaluate('clicked')).toBe(true);
  // What it draws can be seen only in front of the dialog.
  await page.mouse.move(0, 0);
  await page.evaluate('preview.stop()');
  expect(withPreview.equals(await photograph())).toBe(false);
});

it('leaves nothing behind when it is stopped', async () => {
  const { page } = await preview('<p>text</p>');
  const before = await page.evaluate(
    'document.documentElement.children.length',
  );
  await page.evaluate('preview.stop()');
  await page.evaluate(`document.body.append('change')`);
  await page.waitForTimeout(400);
  expect(await page.evaluate('document.documentElement.children.length')).toBe(
    Number(before) - 1,
  );
  expect(await page.evaluate('previewRoot.host.isConnected')).toBe(false);
});

it('draws under a policy that forbids styles on the page', async () => {
  const { page, over, complaints } = await visit(
    `<p id=text data-text class=amp-mask>text</p>${PREVIEW_SCRIPTS}<script src="/start.js"></script>`,
    {
      headers: {
        'Content-Security-Policy': "default-src 'self'; style-src 'self'",
      },
      files: {
        '/start.js': {
          contentType: 'text/javascript; charset=utf-8',
          body: 'sessionReplay.previewPrivacy()',
        },
      },
    },
  );
  expect(await over('text')).toEqual(['text masked']);
  expect(
    await page.evaluate(
      `getComputedStyle(previewRoot.querySelector('.box')).position`,
    ),
  ).toBe('fixed');
  expect(complaints).toEqual([]);
});

it('says where it belongs when it is loaded alone', async () => {
  const { page, complaints } = await visit(
    '<script src="/dist/privacy-preview.min.js"></script>',
  );
  expect(complaints).toEqual([
    'warning: Session Replay: load session-replay.min.js before privacy-preview.min.js.',
  ]);
  expect(await page.evaluate('typeof sessionReplay')).toBe('undefined');
});

describe('of a recorder', () => {
  /** The project's settings mask what the page itself does not. */
  const settings = remoteConfig({
    sr_privacy_config: { maskSelector: ['.remote'] },
  });
  const addresses = (intake: Intake) =>
    `sampleRate: 1, trackServerUrl: '${intake.trackUrl}', configServerUrl: '${intake.configUrl}'`;

  async function startRecording() {
    const intake = await startIntake();
    closeLater(intake.close);
    intake.setConfig({ json: settings });
    return intake;
  }

  it('shows the rules of the project, and is not in the recording', async () => {
    const intake = await startRecording();
    const { page, waitForOver } = await preview(
      '<p id=text data-text class=remote>text</p><p id=open>Open to all</p>',
    );
    await page.evaluate(
      `sessionReplay.init('key', { deviceId: 'device', sessionId: 1, ${addresses(intake)} }).promise`,
    );
    await waitForOver('text', 'text masked');
    expect(await page.evaluate('previewRoot.textContent')).toContain(
      'in force in the recorder',
    );
    // Drawn again while it is recorded, and put on a page that is being recorded.
    await page.evaluate(
      `preview.stop(); preview = sessionReplay.previewPrivacy()`,
    );
    await page.evaluate(`document.body.append('Last words')`);
    await page.waitForTimeout(600);
    await page.evaluate('sessionReplay.flush()');

    const events = intake.eventsOf(1);
    expect(mentions(events, 'Last words')).toBe(true);
    for (const text of ['a replay shows', 'Mask level', 'box text', 'Left out'])
      expect(mentions(events, text)).toBe(false);
    // What stands for it takes up no room in the replay.
    const placeholder = `"tagName":"session-replay-privacy-preview","attributes":{"rr_width":"0px","rr_height":"0px"},"childNodes":[]`;
    expect(JSON.stringify(events)).toContain(placeholder);
  });

  it('shows those of the plugin in an application that bundles it', async () => {
    const intake = await startRecording();
    const { over, waitForOver } = await visit(
      '<p id=text data-text class=remote>text</p><script src="/app.js"></script>',
      {
        files: {
          '/app.js': {
            contentType: 'text/javascript; charset=utf-8',
            body: await bundleApp(`
              import * as amplitude from '@amplitude/analytics-browser';
              import { sessionReplayPlugin } from 'plugin-session-replay-browser';
              import { previewPrivacy } from 'plugin-session-replay-browser/privacy-preview';
              const replay = sessionReplayPlugin({ ${addresses(intake)} });
              amplitude.add(replay);
              amplitude.init('key', { serverUrl: '${intake.analyticsUrl}', remoteConfig: { serverUrl: '${intake.configUrl}' } });
              previewPrivacy({ replay });
            `),
          },
        },
      },
    );
    await waitForOver('text', 'text masked');
    expect(await over('text')).toEqual(['text masked']);
  });
});

it('keeps a page of 20 000 nodes usable', async () => {
  const { page } = await preview(
    Array.from(
      { length: 5000 },
      (_, i) => `<div><span>row ${i}</span> <b>text</b> <input></div>`,
    ).join(''),
  );
  const busyShare = await page.evaluate(`(async () => {
    let busyMs = 0;
    const began = performance.now();
    for (let i = 0; i < 200; i++) {
      if (i % 5 === 0) scrollBy(0, 40);
      const due = performance.now() + 10;
      await new Promise((done) => setTimeout(done, 10));
      busyMs += Math.max(0, performance.now() - due - 5);
    }
    return busyMs / (performance.now() - began);
  })()`);
  expect(busyShare).toBeLessThan(0.5);
  expect(await page.evaluate('boxCount()')).toBeLessThan(500);
});
