import type { Page } from 'playwright-core';
import type { Workload } from './workload.js';

const FIELD_COUNT = 40;
const VISITED_FIELDS = 6;
const TEXT = 'The quick brown fox jumps over';
const WHEEL_STEPS = 5;
const MOVE_STEPS = 10;

/** Unit: pixels. */
const ROW_HEIGHT = 50;

export const interaction: Workload = {
  name: 'interaction',
  description: `${VISITED_FIELDS} fields clicked and typed into, with scrolling and mouse movement between`,
  start: 'before',
  head: () =>
    `<style>body { margin: 0 } label { display: block; height: ${ROW_HEIGHT}px } input { height: ${ROW_HEIGHT - 10}px; width: 300px }</style>`,
  body: () => {
    const fields = Array.from(
      { length: FIELD_COUNT },
      (_, i) => `<label><input name="field${i}"> Field ${i}</label>`,
    );
    return `<form>${fields.join('')}</form>`;
  },
  drive: useForm,
};

/**
 * Input comes through the browser, as from a visitor: what it costs to hear each key is part of the picture.
 *
 * Why by coordinates: to find an element, Playwright runs scripts in the page, which would be measured too.
 */
async function useForm({ mouse, keyboard }: Page): Promise<void> {
  for (let visit = 0; visit < VISITED_FIELDS; visit += 1) {
    await mouse.click(100, (visit + 0.5) * ROW_HEIGHT);
    await keyboard.type(TEXT);
    await mouse.move(500, 100 + visit * 20, { steps: MOVE_STEPS });
    for (const distance of [100, -100])
      for (let step = 0; step < WHEEL_STEPS; step += 1)
        await mouse.wheel(0, distance);
  }
}
