import type { Workload } from './workload.js';

/** Changes come in bursts, as those of a page that somebody uses. */
const BURSTS_A_MINUTE = 20;
const CHANGES_A_BURST = 40;

/** Real time between two bursts, which stands for a pause of some seconds. Unit: ms. */
const PAUSE_MS = 150;

export const long: Workload = {
  name: 'long',
  description: `many minutes of small changes, condensed: ${BURSTS_A_MINUTE} bursts of ${CHANGES_A_BURST} for each`,
  start: 'before',
  body: () => '<ul></ul><input>',
  drive: (page, { longMinutes }) =>
    page.evaluate(changeInBursts, {
      bursts: longMinutes * BURSTS_A_MINUTE,
      changes: CHANGES_A_BURST,
      pauseMs: PAUSE_MS,
    }),
};

/**
 * Runs in the page. The clock stays as it is: contestants that send by the clock send less often than in a session that
 * really is so long, and all of them do.
 */
async function changeInBursts({
  bursts,
  changes,
  pauseMs,
}: {
  bursts: number;
  changes: number;
  pauseMs: number;
}): Promise<void> {
  const list = document.querySelector('ul')!;
  const input = document.querySelector('input')!;
  const items = Array.from({ length: 200 }, (_, i) => {
    const item = document.createElement('li');
    item.textContent = `item ${i}`;
    list.append(item);
    return item;
  });
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let burst = 0; burst < bursts; burst += 1) {
    for (let i = 0; i < changes; i += 1) {
      const item = items[random(items.length)]!;
      if (i % 8 === 7) item.replaceChildren(`again ${random(1e6)}`);
      else if (i % 4 === 3) item.dataset['state'] = `${random(1000)}`;
      else item.firstChild!.nodeValue = `order ${random(1e6)} of ${burst}`;
      // Each in a task of its own, as events of a page come.
      if (i % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
    input.value = `typed ${burst}`;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
