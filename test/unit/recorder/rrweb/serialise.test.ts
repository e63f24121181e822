import { EventType, type eventWithTime } from '@rrweb/types';
import { record as rrweb } from 'rrweb';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record as ours } from '@rrweb/record';
import { blockedSelector } from '../../../../src/privacy/place.js';
import { rrwebOptions } from '../../../../src/recorder/rrweb-options.js';
import type { RrwebRecord } from '../../../../src/recorder/rrweb/parts.js';
import { createSerialise } from '../../../../src/recorder/rrweb/serialise.js';
import { parameters } from '../../privacy/property/runs.js';
import { NO_CHANGES } from './no-changes.js';

/** Ours, with what rrweb has to be told to leave out. */
const options = {
  ...rrwebOptions({ blockSelector: '.hidden', inlineStylesheets: true }),
  recordAfter: 'DOMContentLoaded' as const,
  slimDOMOptions: { script: true, comment: true, headFavicon: true },
};

type Start = (options: {
  emit: (event: eventWithTime) => void;
}) => (() => void) | undefined;

/** The full snapshot that a recorder begins with. Its IDs count from 1. */
function snapshotOf(start: Start): unknown {
  let snapshot: unknown;
  const stop = start({
    ...options,
    emit: (event) => {
      if (event.type === EventType.FullSnapshot) snapshot ??= event.data.node;
    },
  });
  stop?.();
  const ids = new Map<number, number>();
  const normalised = JSON.stringify(sorted(snapshot), (key, value) => {
    // It is left out where the page has the ID 1, which rrweb gives it in the first snapshot of a file only.
    if (key === 'rootId') return undefined;
    if (key !== 'id' || typeof value !== 'number') return value;
    if (!ids.has(value)) ids.set(value, ids.size + 1);
    return ids.get(value);
  });
  return JSON.parse(normalised);
}

function prepared(): RrwebRecord {
  const record = ours as RrwebRecord;
  Object.assign(record, {
    serialise: createSerialise(record, blockedSelector('.hidden')),
    changes: NO_CHANGES,
  });
  return record;
}

const ourSnapshot = (): unknown => snapshotOf(prepared());

/** Where our snapshot of this page differs from rrweb's. */
function differences(html: string, change: () => void = () => {}) {
  document.body.innerHTML = html;
  change();
  const ours = ourSnapshot();
  const theirs = snapshotOf(rrweb);
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [ours, theirs];
}

/** Nothing depends on the order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, it]) => [key, sorted(it)]));
}

const PARTS = [
  '<p class="a" title="b">Text</p>',
  '<!-- comment -->',
  '<script type="text/plain">code</script>',
  '<noscript>No script</noscript>',
  '<style>p { color: red } a:hover { background: url(/a.png) }</style>',
  '<style></style>',
  '<link rel="shortcut icon" href="/icon.png">',
  '<link rel="modulepreload" href="/a.js">',
  '<link rel="preload" as="script" href="/a.js">',
  '<a href="/a">A</a><a href="#b">B</a><a href="">C</a><a>D</a>',
  '<img src="a.png" srcset="a.png 1x, b.png 2x">',
  '<td background="a.png"></td><object data="a.pdf"></object>',
  '<div style="background: url(a.png); --x: 1px">Styled</div>',
  '<input value="a"><input type="checkbox" checked><input type="radio" value="b">',
  '<input type="submit" value="Go"><input type="button" value="Stop"><button value="x">B</button>',
  '<textarea>Text</textarea><textarea></textarea>',
  '<select><option>1<option selected value="2">2</select>',
  '<select multiple><option selected>1<option selected>2</select>',
  '<svg viewBox="0 0 1 1"><circle r="1"/><foreignObject><p>In SVG</p></foreignObject></svg>',
  '<svg><a xlink:href="#a"/><use href="#b"/><style>circle { fill: red }</style></svg>',
  '<math><mi>x</mi></math>',
  '<div class="hidden">Hidden <b>text</b></div>',
  '<div class="amp-block other">Blocked</div>',
  '<my-element>Custom</my-element><x-->',
  '<details open><summary>S</summary>D</details>',
  '<dialog>Closed</dialog>',
  '<video src="/a.mp4" autoplay loop muted></video><audio controls></audio>',
  '<iframe title="frame"></iframe>',
  '<pre>  white \n space </pre>',
  '<template><p>Inert</p></template>',
  '<form><input name="parentNode"><input name="childNodes"></form>',
  '<meta name="keywords" content="a"><base>',
  '<canvas width="10"></canvas>',
];

describe('the snapshot is as that of rrweb', () => {
  it.each(PARTS)('%s', (html) => {
    expect(differences(html)).toEqual([]);
  });

  it('with shadow trees', () => {
    expect(
      differences('<div id="host">Light</div>', () => {
        const root = document
          .querySelector('#host')
          ?.attachShadow({ mode: 'open' });
        if (root) root.innerHTML = '<p>Shadow</p><slot></slot>';
      }),
    ).toEqual([]);
  });

  it('with what was typed and chosen', () => {
    expect(
      differences(
        '<input><input type=checkbox><textarea>a</textarea><select><option>1<option>2</select>',
        () => {
          const [text, box] = document.querySelectorAll('input');
          if (text) text.value = 'typed';
          if (box) box.checked = true;
          for (const area of document.querySelectorAll('textarea'))
            area.value = 'typed';
          for (const select of document.querySelectorAll('select'))
            select.selectedIndex = 1;
        },
      ),
    ).toEqual([]);
  });

  it('with style sheets that scripts have changed', () => {
    expect(
      differences('<style>p { color: red }</style>', () => {
        const style = document.querySelector('style');
        style?.sheet?.insertRule('b { color: blue }');
      }),
    ).toEqual([]);
  });

  it('of random pages', () => {
    const page = fc.array(
      fc.tuple(fc.constantFrom(...PARTS), fc.constantFrom('', 'div', 'span')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(page, (parts) => {
        expect(
          differences(
            parts
              .map(([html, tag]) => (tag ? `<${tag}>${html}</${tag}>` : html))
              .join(' '),
          ),
        ).toEqual([]);
      }),
      parameters(15),
    );
  }, 30_000);
});

it('keeps nothing of a node but its ID, and the size of a blocked one', () => {
  document.body.innerHTML = `<p title="${'long '.repeat(100)}">Text</p><i class="hidden">Secret</i>`;
  const record = prepared();
  const { mirror } = record;
  const stop = record({ ...options, emit: () => {} });
  const kept = (node: Node) => JSON.stringify(mirror.getMeta(node));
  const paragraph = document.querySelector('p')!;
  for (const node of [document, paragraph, paragraph.firstChild!])
    expect(kept(node)).toBe(`{"id":${mirror.getId(node)}}`);
  expect(kept(document.querySelector('i')!)).toContain('rr_width');
  stop?.();
});
