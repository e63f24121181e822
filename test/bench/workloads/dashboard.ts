import type { Workload } from './workload.js';

const CELL_COUNT = 1_000;
/** Of which one shows, so that the browser's own work does not drown what is compared. */
const TAB_COUNT = 10;
const FRAME_COUNT = 300;
const TEXTS_A_FRAME = 200;
const STYLES_A_FRAME = 50;

export const dashboard: Workload = {
  name: 'dashboard',
  description: `${TEXTS_A_FRAME} texts and ${STYLES_A_FRAME} styles changed in each of ${FRAME_COUNT} frames`,
  start: 'before',
  head: () =>
    '<style>.cell { float: left; width: 60px; height: 20px; contain: strict }</style>',
  body: () => {
    const tabs = Array.from({ length: TAB_COUNT }, (_, tab) => {
      const cells = Array.from(
        { length: CELL_COUNT / TAB_COUNT },
        (_, i) => `<div class="cell">${i}</div>`,
      );
      return `<section${tab === 0 ? '' : ' hidden'}>${cells.join('')}</section>`;
    });
    return tabs.join('');
  },
  drive: (page) =>
    page.evaluate(changeCells, {
      frames: FRAME_COUNT,
      texts: TEXTS_A_FRAME,
      styles: STYLES_A_FRAME,
    }),
};

/** Runs in the page. */
async function changeCells({
  frames,
  texts,
  styles,
}: {
  frames: number;
  texts: number;
  styles: number;
}): Promise<void> {
  const cells = [...document.querySelectorAll<HTMLElement>('.cell')];
  let at = 0;
  const next = (): HTMLElement => {
    at = (at + 7) % cells.length;
    return cells[at]!;
  };
  for (let frame = 0; frame < frames; frame += 1) {
    await new Promise(requestAnimationFrame);
    for (let i = 0; i < texts; i += 1)
      next().firstChild!.nodeValue = `${frame * 31 + i}.${i % 10}`;
    for (let i = 0; i < styles; i += 1) {
      const { style } = next();
      style.opacity = `0.${50 + ((frame + i) % 50)}`;
      style.color = `rgb(${frame % 256}, ${i}, 99)`;
    }
  }
}
