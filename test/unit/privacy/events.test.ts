import { EventType, IncrementalSource } from '@rrweb/types';
import { afterEach, describe, expect, it } from 'vitest';
import { setup } from './events-setup.js';

const PAGE = 'https://shop.example/';

afterEach(() => {
  document.body.innerHTML = '';
});

/** Places from which nothing is recorded. */
const HIDDEN: [string, string][] = [
  ['inside of a blocked element', '<p class=amp-block><b id=n7>x</b></p>'],
  ['that is off the page', '<p></p>'],
];

describe('a change', () => {
  it.each(HIDDEN)('%s is not recorded', (_, html) => {
    const { mutation, recorded } = setup(html);
    expect(mutation({ texts: [{ id: 107, value: 'Ann' }] })).toBeUndefined();
    expect(
      mutation({ attributes: [{ id: 7, attributes: { class: 'a' } }] }),
    ).toBeUndefined();
    expect(mutation({ removes: [{ parentId: 7, id: 9 }] })).toBeUndefined();
    const node = { type: 3, id: 107, textContent: 'Ann' };
    expect(mutation({ adds: [{ parentId: 7, node }] })).toBeUndefined();
    const { Input: source } = IncrementalSource;
    expect(recorded({ source, id: 7, text: 'Ann' })).toBeUndefined();
  });

  it('of a node that has left the page is not recorded', () => {
    const { nodes, mutation } = setup('<b id=n7>x</b>');
    (nodes.get(7) as Element).remove();
    expect(mutation({ texts: [{ id: 107, value: 'Ann' }] })).toBeUndefined();
  });

  it('in a document whose frame has left the page is not recorded', () => {
    const { nodes, mutation } = setup('<iframe id=n7></iframe>');
    const frame = nodes.get(7) as HTMLIFrameElement;
    const inside = frame.contentDocument;
    const text = inside?.body.appendChild(inside.createTextNode('x'));
    if (text) nodes.set(8, text);
    const texts = () => [{ id: 8, value: 'Ann' }];
    expect(mutation({ texts: texts() })).toMatchObject({ texts: texts() });
    frame.remove();
    expect(mutation({ texts: texts() })).toBeUndefined();
  });

  it('is recorded without those that are hidden', () => {
    const { mutation } = setup('<b id=n7>x</b><b class=amp-block id=n8>y</b>');
    const texts = [
      { id: 107, value: 'Ann' },
      { id: 108, value: 'Ann' },
    ];
    expect(mutation({ texts })).toMatchObject({ texts: [texts[0]] });
  });

  it('of text is masked where the text is', () => {
    const { mutation } = setup(
      '<b id=n7 class=amp-mask>x</b><textarea id=n8>y</textarea><style id=n9>z</style>',
    );
    const values = { 107: 'Ann', 108: 'Ann', 109: 'a{content:"Ann"}' };
    const texts = Object.entries(values).map(([id, value]) => ({
      id: Number(id),
      value,
    }));
    expect(mutation({ texts })).toMatchObject({
      texts: [{ value: '***' }, { value: '***' }, { value: values[109] }],
    });
  });

  it('that takes a text away stays', () => {
    const { mutation } = setup('<b id=n7 class=amp-mask>x</b>');
    const texts = [{ id: 107, value: null }];
    expect(mutation({ texts })).toMatchObject({ texts });
  });

  it('of which nothing is left is not recorded', () => {
    const { mutation } = setup('<iframe id=n7></iframe>');
    const attributes = [{ id: 7, attributes: { srcdoc: 'Ann' } }];
    expect(mutation({ attributes })).toBeUndefined();
  });
});

describe('an element that is added', () => {
  const element = (id: number, childNodes: object[] = []) => ({
    type: 2,
    id,
    tagName: 'p',
    attributes: { title: 'Ann', class: 'a' },
    childNodes,
  });
  const text = { type: 3, id: 107, textContent: 'Ann' };

  it('and is blocked has the size that it has on the page, and nothing else', () => {
    const { nodes, mutation } = setup('<p id=n7 class=amp-block>Ann</p>');
    const box = { width: 10, height: 5 } as DOMRect;
    (nodes.get(7) as Element).getBoundingClientRect = () => box;
    const node = element(7, [text]);
    mutation({ adds: [{ parentId: 1, node }] });
    expect(node).toMatchObject({
      attributes: { rr_width: '10px', rr_height: '5px' },
      childNodes: [],
    });
    expect(Object.keys(node.attributes)).toHaveLength(2);
  });

  it('and is blocked has a colour where the site wants one', () => {
    const html = '<p id=n7 class=amp-block>Ann</p>';
    const { mutation } = setup(html, 'color:red');
    const node = element(7, [text]);
    mutation({ adds: [{ parentId: 1, node }] });
    expect(node.attributes).toMatchObject({ style: 'color:red' });
  });

  it('and is unknown already is empty', () => {
    const { mutation } = setup('');
    const node = element(7, [{ ...text }]);
    mutation({ adds: [{ parentId: 1, node }] });
    expect(JSON.stringify(node)).not.toContain('Ann');
  });

  it('is masked with all below it', () => {
    const { mutation } = setup('<p id=n7 class=amp-mask>x</p>');
    const node = element(7, [{ ...text }]);
    mutation({ adds: [{ parentId: 1, node }] });
    expect(node).toMatchObject({
      attributes: { title: '***', class: 'a' },
      childNodes: [{ textContent: '***' }],
    });
  });
});

it.each([
  ['noscript', '<p class=amp-block>Ann'],
  ['script', 'Ann'],
  ['template', 'Ann'],
  ['iframe', 'Ann'],
])('text of a %s is not recorded', (tag, value) => {
  const { nodes, mutation } = setup('<p></p>');
  const parent = document.body.appendChild(document.createElement(tag));
  nodes.set(7, parent);
  nodes.set(107, parent.appendChild(document.createTextNode(value)));
  const texts = [{ id: 107, value }];
  expect(mutation({ texts })).toMatchObject({ texts: [{ value: '' }] });
  const text = { type: 3, id: 107, textContent: value };
  const node = {
    type: 2,
    id: 7,
    tagName: tag,
    attributes: {},
    childNodes: [text],
  };
  mutation({ adds: [{ parentId: 1, node }] });
  expect(text.textContent).toBe('');
});

it('an element that cannot be asked has no attributes, and all others theirs', () => {
  const { nodes, mutation } = setup('<p id=n7></p>');
  const field = document.createElement('input');
  Object.defineProperty(field, 'textContent', {
    get: () => {
      throw new Error('not ready');
    },
  });
  nodes.set(8, document.body.appendChild(field));
  const nodeOf = (id: number, childNodes: object[] = []) => ({
    type: 2,
    id,
    tagName: 'p',
    attributes: { title: 'Ann' },
    childNodes,
  });
  const inner = nodeOf(8);
  const outer = nodeOf(7, [inner]);
  mutation({ adds: [{ parentId: 1, node: outer }] });
  expect(outer.attributes).toEqual({ title: 'Ann' });
  expect(inner.attributes).toEqual({});
});

describe('an input', () => {
  const input = () => ({
    source: IncrementalSource.Input,
    id: 7,
    text: 'Ann',
    isChecked: true,
  });

  it.each([
    ['<input id=n7>', '***', true],
    ['<input id=n7 class=amp-unmask>', 'Ann', true],
    ['<input id=n7 type=checkbox>', '***', true],
    ['<input id=n7 type=checkbox class=amp-mask>', '***', false],
  ])('into %s shows %s, ticked: %s', (html, shown, isChecked) => {
    expect(setup(html).recorded(input())).toMatchObject({
      text: shown,
      isChecked,
    });
  });
});

it('the address of the page loses its secrets', () => {
  const { recorded } = setup('');
  expect(
    recorded({ href: `${PAGE}?token=s`, width: 5 }, EventType.Meta),
  ).toEqual({ href: `${PAGE}?token=`, width: 5 });
});

it('other events stay as they are', () => {
  const { recorded } = setup('');
  const data = { source: IncrementalSource.Scroll, id: 7, x: 1, y: 2 };
  expect(recorded({ ...data })).toEqual(data);
  expect(recorded({}, EventType.Load)).toEqual({});
});
