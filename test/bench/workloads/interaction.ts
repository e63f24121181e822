import type { Page } from 'playwright-core';
import type { Workload } from './workload.js';

const FIELD_COUNT = 40;
const VISITED_FIELDS = 8;
const TEXT = 'The quick brown fox jumps over';
const SCROLL_STEPS = 20;

export const interaction: Workload = {
  name: 'interaction',
  description: `${VISITED_FIELDS} fields clicked and typed into, scrolling and mouse movement between`,
  start: 'before',
  head: () => '<style>form > * { display: block; margin: 20px }</style>',
  body: () => {
    const fields = Array.from(
      { length: FIELD_COUNT },
      (_, i) =>
        `<label>Field ${i} <input id="field${i}" name="field${i}"></label><p>Help for field ${i}</p>`,
    );
    return `<form>${fields.join('')}<button type="button">Done</button></form>`;
  },
  drive: useForm,
};

/** Input comes through the browser, as from a visitor: what it costs to hear each key is part of the picture. */
async function useForm(page: Page): Promise<void> {
  for (let visit = 0; visit < VISITED_FIELDS; visit += 1) {
    const field = page.locator(`#field${(visit * 11) % FIELD_COUNT}`);
    await field.click();
    await page.keyboard.type(TEXT);
    await page.mouse.move(50 + visit * 20, 60, { steps: 20 });
    for (let step = 0; step < SCROLL_STEPS; step += 1)
      await page.mouse.wheel(0, visit % 2 === 0 ? 40 : -40);
  }
  await page.locator('button').click();
}
