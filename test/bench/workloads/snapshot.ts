import { setTimeout as sleep } from 'node:timers/promises';
import type { Workload } from './workload.js';

/** Each makes ten nodes. */
const ROW_COUNT = 2_000;

const STYLE_SHEET_BYTES = 100_000;

/** Until the snapshot is taken at the latest. Unit: ms. */
const WAIT_MS = 1_500;

export const snapshot: Workload = {
  name: 'snapshot',
  description: 'start on a page of 20,000 nodes with a style sheet of 100 kB',
  start: 'inside',
  head: () => `<style>${styles()}</style>`,
  body: () =>
    Array.from(
      { length: ROW_COUNT },
      (_, i) =>
        `<div class="row c${i % 500}" data-index="${i}"><b title="Title ${i}">Text ${i} of the page</b><a href="/item/${i}?page=${i % 9}">Link ${i}</a><label>Name <input name="n${i}" value="v${i}"></label><img alt="" width="1"><span style="color: red">${i * 7}</span></div>`,
    ).join(''),
  drive: () => sleep(WAIT_MS),
};

function styles(): string {
  let text = '';
  for (let i = 0; text.length < STYLE_SHEET_BYTES; i += 1)
    text += `.c${i} > b { color: #${String(i % 1000).padStart(3, '0')}; margin: ${i % 7}px ${i % 3}px; }\n`;
  return text;
}
