import type { Workload } from './workload.js';

const RULE_COUNT = 50_000;
const INSERTED_COUNT = 1_000;
const INSERTED_A_TASK = 20;

/** The start is measured, because the rules are read then. Unit: ms. */
const START_MS = 2_000;

export const rules: Workload = {
  name: 'rules',
  description: `start on a page with ${RULE_COUNT} style rules, and ${INSERTED_COUNT} more inserted`,
  start: 'inside',
  head: () => {
    const texts = Array.from(
      { length: RULE_COUNT },
      (_, i) => `.r${i} { color: #abc; margin: ${i % 9}px }`,
    );
    return `<style>${texts.join('\n')}</style><style id="grows">.g { color: red }</style>`;
  },
  body: () => '<p class="r7 g">Text</p>',
  drive: async (page) => {
    await page.waitForTimeout(START_MS);
    await page.evaluate(insertRules, {
      count: INSERTED_COUNT,
      perTask: INSERTED_A_TASK,
    });
  },
};

/** Runs in the page. */
async function insertRules({
  count,
  perTask,
}: {
  count: number;
  perTask: number;
}): Promise<void> {
  const { sheet } = document.querySelector<HTMLStyleElement>('#grows')!;
  for (let i = 0; i < count; i += 1) {
    sheet?.insertRule(`.i${i} { color: red; padding: ${i % 5}px }`, i);
    if (i % perTask === perTask - 1)
      await new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve, 0));
      });
  }
}
