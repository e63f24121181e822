import { expect, it } from 'vitest';
import { findTexts } from '../../support/canary-search.js';
import { openCanarySite, type CanarySite } from '../../support/canary-site.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const PUBLIC = ['canary000001z', 'canary000002z'];
const SECRETS = ['canary000003z', 'canary000004z'];

/** Members of forms that the masking asks for, and that fields of these names take the place of. */
const NAMES = ['matches', 'parentNode', 'method', 'id', 'value', 'title'];

/** Everything of these texts that the recorder leaves behind. */
async function found(collect: CanarySite['collect']): Promise<string[]> {
  const texts = (await collect()).flatMap(({ text }) =>
    findTexts(text).map((it) => it.text),
  );
  return [...new Set(texts)].sort();
}

it.concurrent(
  'masks and shows what is in forms whose fields are called like parts of the form',
  async (test) => {
    const fields = NAMES.map((name) => `<input name="${name}" />`).join('');
    const { page, start, collect } = await openCanarySite(getBrowser(), test, {
      body: `<form method="post" title="${PUBLIC[0]}">${fields}</form>
        <form class="amp-mask" method="post" title="${SECRETS[0]}">${fields}</form>
        <div class="amp-mask"><form id="outer"></form></div>
        <input form="outer" name="parentNode" />`,
    });
    await start();
    await page.evaluate(`for (const form of document.forms) {
      const isMasked = Element.prototype.closest.call(form, '.amp-mask');
      form.append(isMasked ? '${SECRETS[1]}' : '${PUBLIC[1]}');
    }`);
    expect(await found(collect)).toEqual(PUBLIC);
  },
);

it.concurrent.for(['class Node {}', 'const Node = 1', 'function Node() {}'])(
  'masks where a script of the page says %s',
  async (script, test) => {
    const { page, start, collect } = await openCanarySite(getBrowser(), test, {
      script,
      body: `<p>${PUBLIC[0]}</p><p class="amp-mask">${SECRETS[0]}</p><input type="password" value="${SECRETS[1]}" />`,
    });
    await start();
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<p>${PUBLIC[1]}</p><p class="amp-mask">${SECRETS[0]}</p>')`);
    expect(await found(collect)).toEqual(PUBLIC);
  },
);

it.concurrent(
  'masks the document of a frame in which an image is called like a part of the document',
  async (test) => {
    const { page, start, collect } = await openCanarySite(getBrowser(), test, {
      body: `<p>${PUBLIC[0]}</p>
        <iframe class="amp-mask" srcdoc='<img name="defaultView" /><p>${SECRETS[0]}</p>'></iframe>`,
    });
    await start();
    await page.evaluate(`document.body.append('${PUBLIC[1]}');
      frames[0].document.querySelector('p').firstChild.data = '${SECRETS[1]}'`);
    expect(await found(collect)).toEqual(PUBLIC);
  },
);

it.concurrent('masks a frame by its own address, too', async (test) => {
  const { page, start, collect } = await openCanarySite(getBrowser(), test, {
    privacyConfig: {
      urlMaskLevels: [{ match: '*/frame', maskLevel: 'conservative' }],
    },
    body: `<p>${PUBLIC[0]}</p><iframe src="/frame"></iframe><iframe></iframe>`,
  });
  await start();
  await page.evaluate(`frames[0].document.body.append('${SECRETS[0]}');
    frames[1].document.body.append('${PUBLIC[1]}')`);
  expect(await found(collect)).toEqual(PUBLIC);
});

it.concurrent('masks what is edited in a frame as a whole', async (test) => {
  const { page, start, collect } = await openCanarySite(getBrowser(), test, {
    body: `<p>${PUBLIC[0]}</p><iframe></iframe>`,
  });
  await page.evaluate(`frames[0].document.designMode = 'on'`);
  await start();
  await page.evaluate(`frames[0].document.body.append('${SECRETS[0]}');
    document.body.append('${PUBLIC[1]}')`);
  expect(await found(collect)).toEqual(PUBLIC);
});

it.concurrent('leaves out markup that is not shown', async (test) => {
  const { start, collect } = await openCanarySite(getBrowser(), test, {
    body: `<noscript>${PUBLIC[0]}</noscript><p>${PUBLIC[1]}</p>
      <noscript><p class="amp-block">${SECRETS[0]}</p></noscript>
      <svg><script type="text/plain">${SECRETS[1]}</script></svg>`,
  });
  await start();
  expect(await found(collect)).toEqual(PUBLIC);
});
