import { expect, it } from 'vitest';
import { findTexts } from '../../support/canary-search.js';
import { openCanarySite } from '../../support/canary-site.js';
import { useBrowser } from '../../support/use-browser.js';

const { getBrowser } = useBrowser();

const PUBLIC = ['canary000001z', 'canary000002z'];
const SECRETS = ['canary000003z', 'canary000004z'];

/** Members of forms that the masking asks for, and that fields of these names take the place of. */
const NAMES = ['matches', 'parentNode', 'method', 'id', 'value', 'title'];

it('masks and shows what is in forms whose fields are called like parts of the form', async (test) => {
  const fields = NAMES.map((name) => `<input name="${name}" />`).join('');
  const { page, start, collect } = await openCanarySite(getBrowser(), test);
  await page.evaluate(
    `document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(`
    <form method="post" title="${PUBLIC[0]}">${fields}</form>
    <form class="amp-mask" method="post" title="${SECRETS[0]}">${fields}<p></p></form>
  `)})`,
  );
  await start();
  await page.evaluate(
    `for (const form of document.forms) form.append(form.className ? '${SECRETS[1]}' : '${PUBLIC[1]}')`,
  );
  const found = (await collect()).flatMap(({ text }) =>
    findTexts(text).map((it) => it.text),
  );
  expect([...new Set(found)].sort()).toEqual(PUBLIC);
});
