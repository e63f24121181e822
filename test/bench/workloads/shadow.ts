import type { Workload } from './workload.js';

const ROOT_COUNT = 2_000;
const ROOTS_A_TASK = 50;

export const shadow: Workload = {
  name: 'shadow',
  description: `${ROOT_COUNT} shadow roots made, ${ROOTS_A_TASK} a frame`,
  start: 'before',
  body: () => '<main></main>',
  drive: (page) =>
    page.evaluate(makeRoots, { count: ROOT_COUNT, perTask: ROOTS_A_TASK }),
};

/** Runs in the page. */
async function makeRoots({
  count,
  perTask,
}: {
  count: number;
  perTask: number;
}): Promise<void> {
  const main = document.querySelector('main')!;
  for (let i = 0; i < count; i += 1) {
    const host = document.createElement('x-card');
    host.attachShadow({ mode: 'open' }).innerHTML =
      `<p class="text">Text ${i} in a shadow</p><slot></slot>`;
    main.append(host);
    if (i % perTask === perTask - 1)
      await new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve, 0));
      });
  }
}
