import type { Workload } from './workload.js';

const ROW_COUNT = 1_000;
const REPETITIONS = 5;

export const table: Workload = {
  name: 'table',
  description: `a table of 1,000 rows made, changed and cleared, ${REPETITIONS} times`,
  start: 'before',
  // Or the browser's own work would be most of what is measured.
  head: () => '<style>table { table-layout: fixed; width: 800px }</style>',
  body: () => '<table><tbody id="rows"></tbody></table>',
  drive: (page) =>
    page.evaluate(changeTable, {
      rowCount: ROW_COUNT,
      repetitions: REPETITIONS,
    }),
};

/** Runs in the page. The steps are those of https://github.com/krausest/js-framework-benchmark */
async function changeTable({
  rowCount,
  repetitions,
}: {
  rowCount: number;
  repetitions: number;
}): Promise<void> {
  const body = document.querySelector('#rows')!;
  const row = (id: number): HTMLElement => {
    const tr = document.createElement('tr');
    tr.innerHTML = `<td class="col-md-1">${id}</td><td class="col-md-4"><a class="label">pretty red table ${id}</a></td><td class="col-md-1"><a class="remove"><span class="glyphicon" aria-hidden="true"></span></a></td><td class="col-md-6"></td>`;
    return tr;
  };
  let lastId = 0;
  const append = () => {
    for (let i = 0; i < rowCount; i += 1) body.append(row(++lastId));
  };
  const update = () => {
    for (let i = 0; i < body.children.length; i += 10)
      body.children[i]!.querySelector('.label')!.firstChild!.nodeValue +=
        ' !!!';
  };
  const steps = [
    append,
    update,
    () => {
      const [second, last] = [body.children[1]!, body.children[rowCount - 2]!];
      const behind = last.nextSibling;
      second.before(last);
      body.insertBefore(second, behind);
    },
    () => body.children[4]!.classList.add('danger'),
    () => body.children[5]!.remove(),
    () => {
      for (let i = 0; i < 10; i += 1) body.children[i * 3]!.remove();
    },
    append,
    update,
    () => body.replaceChildren(),
  ];
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    for (const step of steps) {
      step();
      await new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve, 0));
      });
    }
}
