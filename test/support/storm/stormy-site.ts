import type { Intake } from '../intake-server.js';
import type { Page } from '../page-server.js';
import { standaloneOptions } from '../standalone-options.js';

/** What nodes hold that are there for less than changes are gathered. */
export const GUEST = 'guest-of-a-moment';

/** What a page of the stormy site was when the visitor did something. */
export interface Moment {
  kind: 'click' | 'input';
  /** How many there were of this kind before. */
  index: number;
  /** The page as `describeDom` describes it. */
  dom: string[];
}

/**
 * A page that changes in each frame: a table is built, updated, swapped and removed, a dashboard moves, guests come and
 * go, and a card moves between light DOM and a shadow tree. What is clicked keeps its place.
 *
 * `watch(describeDom)` starts to write down moments; `moments`, `frameCount`.
 */
export function stormySite(
  intake: Pick<Intake, 'trackUrl' | 'configUrl'>,
): Record<string, Page> {
  const options = standaloneOptions(intake, {
    privacyConfig: { defaultMaskLevel: 'light' },
  });
  return {
    '/frame': '<!doctype html><body><p>In a frame</p></body>',
    '/': `<!doctype html><title>Storm</title>
      <script src="/dist/session-replay.min.js"></script>
      <body class="amp-unmask">
      <button id="add">Add</button> <button id="count">0</button> <input id="field" />
      <textarea id="area">Area</textarea>
      <main id="dashboard"></main><section id="table"></section>
      <div id="light"><article id="card"><p>Card</p></article></div>
      <div id="host" style="position: fixed; bottom: 0; height: 200px"></div>
      <iframe src="/frame"></iframe>
      <script>(${page.toString()})(${JSON.stringify(GUEST)});</script>
      <script>sessionReplay.init('test-key', ${options});</script>`,
  };
}

/** Runs in the browser. */
function page(guest: string): void {
  const find = (selector: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  };
  let step = 0;

  const dashboard = find('#dashboard');
  for (let index = 0; index < 20; index += 1) {
    const box = document.createElement('div');
    box.innerHTML = `<b>0</b><i style="position: relative; left: 0px; color: red"></i>`;
    dashboard.append(box);
  }
  const moveDashboard = (): void => {
    for (const [index, box] of [...dashboard.children].entries()) {
      const [number, dot] = box.children as unknown as HTMLElement[];
      if (number) number.textContent = String(step * index);
      if (dot) dot.style.left = `${(step + index) % 100}px`;
    }
  };

  const table = find('#table');
  const changeTable = (): void => {
    const phase = step % 40;
    const rows = [...table.querySelectorAll('tr')];
    if (phase === 0)
      table.innerHTML = `<table><tbody>${'<tr><td>Row</td><td>0</td></tr>'.repeat(30)}</tbody></table>`;
    else if (phase < 10)
      for (const row of rows) row.lastChild?.replaceWith(`${step}`);
    else if (phase < 20) {
      const [first, second] = rows;
      const last = rows.at(-2);
      if (first && second && last) {
        last.after(first);
        rows[0]?.parentNode?.insertBefore(last, second);
      }
    } else if (phase < 30) rows[step % 7]?.remove();
    else if (phase === 35) table.replaceChildren();
  };

  const inviteGuest = (): void => {
    const element = document.createElement('p');
    element.append(`${guest} ${step}`);
    dashboard.prepend(element);
    if (step % 2) element.remove();
    else void Promise.resolve().then(() => element.remove());
  };

  const card = find('#card');
  const root = find('#host').attachShadow({ mode: 'open' });
  root.innerHTML = '<h2>Shadow</h2><div></div>';
  const moveCard = (): void => {
    if (step % 5 > 0) return;
    card.title = `step ${step}`;
    if (step % 10) root.querySelector('div')?.append(card);
    else find('#light').prepend(card);
  };

  const changeFrame = (): void => {
    const { contentDocument } = find('iframe') as HTMLIFrameElement;
    const text = contentDocument?.querySelector('p');
    if (text && step % 8 === 0) text.textContent = `In a frame ${step}`;
  };

  const storm = (): void => {
    step += 1;
    for (const change of [
      moveDashboard,
      changeTable,
      inviteGuest,
      moveCard,
      changeFrame,
    ])
      change();
    Reflect.set(window, 'frameCount', step);
    requestAnimationFrame(storm);
  };
  requestAnimationFrame(storm);

  find('#add').addEventListener('click', () => {
    find('#light').append(`added ${step} `);
  });
  find('#count').addEventListener('click', ({ target }) => {
    (target as Element).textContent = String(step);
  });
  find('#field').addEventListener('input', ({ target }) => {
    find('#add').title = (target as HTMLInputElement).value;
  });

  const moments: object[] = [];
  const watch = (describe: (root: Document) => string[]): void => {
    for (const kind of ['click', 'input']) {
      let index = 0;
      // After ours, and before what the page does about it.
      document.addEventListener(
        kind,
        () => moments.push({ kind, index: index++, dom: describe(document) }),
        true,
      );
    }
  };
  Object.assign(window, { moments, watch });
}
