import { record } from '@rrweb/record';
import {
  IncrementalSource,
  type mutationData,
  type serializedNodeWithId,
} from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import { find, useRecordings } from './mutations-setup.js';

const { start } = useRecordings();

/** What is told, without what differs from run to run. */
function summarise({ adds, removes, texts, attributes }: mutationData) {
  return {
    adds: adds.map(({ node }) => nameOf(node)),
    removes: removes.length,
    texts: texts.length,
    attributes: attributes.length,
  };
}

function nameOf(node: serializedNodeWithId): string {
  if ('tagName' in node) return node.tagName;
  return 'textContent' in node ? node.textContent : '';
}

const NOTHING = { adds: [], removes: 0, texts: 0, attributes: 0 };

describe('a change of the tree', () => {
  it('tells nothing of nodes that came and went', async () => {
    const { tell } = start('<p>Stays</p>');
    expect(
      await tell(() => {
        const guest = document.createElement('section');
        guest.innerHTML = '<b>Guest</b>';
        document.body.append(guest);
        guest.title = 'changed';
        guest.remove();
      }),
    ).toEqual([]);
  });

  it('tells of new trees level by level, all with the same neighbour', async () => {
    const { tell } = start('<p>Last</p>');
    const [told, ...more] = await tell(() => {
      document.body.insertAdjacentHTML(
        'afterbegin',
        '<ul><li>1</li><li>2</li></ul><hr>',
      );
    });
    expect(more).toEqual([]);
    const adds = told?.adds ?? [];
    expect(adds.map(({ node }) => nameOf(node))).toEqual([
      'ul',
      'hr',
      'li',
      'li',
      '1',
      '2',
    ]);
    const last = record.mirror.getId(find('p'));
    expect(adds.map(({ nextId }) => nextId)).toEqual([
      last,
      last,
      null,
      null,
      null,
      null,
    ]);
  });

  it('tells of a node that was moved as gone and new, with a new ID', async () => {
    const { tell } = start('<div id="a"><p>Text</p></div><div id="b"></div>');
    const [told] = await tell(() => find('#b').append(find('p')));
    expect(told).toMatchObject({ removes: [{}], adds: [{}, {}] });
    expect(told?.adds[0]?.node.id).not.toBe(told?.removes[0]?.id);
  });

  it('tells of a node that left and came back where it was', async () => {
    const { tell } = start('<p>Text</p><hr>');
    const [told] = await tell(() => {
      const paragraph = find('p');
      paragraph.remove();
      paragraph.title = 'changed away';
      document.body.prepend(paragraph);
    });
    expect(told && summarise(told)).toEqual({
      ...NOTHING,
      adds: ['p', 'Text'],
      removes: 1,
    });
    expect(JSON.stringify(told?.adds)).toContain('changed away');
  });

  it('tells of a tree that left as one', async () => {
    const { tell } = start('<ul><li>1</li><li>2</li></ul>');
    const [told] = await tell(() => {
      const list = find('ul');
      find('li').remove();
      list.remove();
    });
    expect(told && summarise(told)).toEqual({ ...NOTHING, removes: 1 });
  });

  it('tells of what was saved from a tree that left', async () => {
    const { tell } = start('<ul><li>1</li></ul>');
    const listId = record.mirror.getId(find('ul'));
    const [told] = await tell(() => {
      document.body.append(find('li'));
      find('ul').remove();
    });
    expect(told?.removes.map(({ id }) => id)).toContain(listId);
    expect(told?.adds.map(({ node }) => nameOf(node))).toEqual(['li', '1']);
  });

  it('tells of moves into and out of shadow trees', async () => {
    const { tell } = start('<div id="host"></div><p>Text</p>');
    const root = find('#host').attachShadow({ mode: 'open' });
    const paragraph = find('p');
    const [inside] = await tell(() => root.append(paragraph));
    expect(inside?.adds[0]?.node).toMatchObject({ isShadow: true });
    expect(inside?.removes[0]).not.toHaveProperty('isShadow');
    const [outside] = await tell(() => document.body.append(paragraph));
    expect(outside?.removes[0]).toMatchObject({ isShadow: true });
    expect(outside?.adds[0]?.node).not.toHaveProperty('isShadow');
  });

  it('tells nothing of what is put into a blocked element', async () => {
    const { tell } = start('<div class="amp-block"></div>');
    expect(await tell(() => find('.amp-block').append('Secret'))).toEqual([]);
  });
});

describe('what is left out', () => {
  it.each([
    ['a comment', () => document.createComment('Why')],
    [
      'a script',
      () =>
        Object.assign(document.createElement('script'), {
          type: 'text/plain',
          textContent: 'code',
        }),
    ],
  ])(
    'is told neither when it comes nor when it goes: %s',
    async (_, create) => {
      const { tell } = start('<p>Text</p>');
      const node = create();
      expect(await tell(() => document.body.prepend(node))).toEqual([]);
      expect(
        await tell(() => {
          if (node instanceof Element) node.id = 'changed';
          node.textContent = 'Changed';
        }),
      ).toEqual([]);
      expect(await tell(() => node.remove())).toEqual([]);
    },
  );

  it('is no neighbour to what comes', async () => {
    const { tell } = start('<p>Text</p>');
    await tell(() => find('p').before(document.createComment('Why')));
    const [told] = await tell(() => document.body.prepend('New'));
    expect(told?.adds[0]?.nextId).toBe(record.mirror.getId(find('p')));
  });

  it('has no ID in the snapshot after which it goes', async () => {
    const { tell } = start('<p>Text</p><!-- One --><!-- Two -->');
    expect(await tell(() => document.body.lastChild?.remove())).toEqual([]);
  });
});

describe('a text', () => {
  it('is told once, as it is in the end', async () => {
    const { tell } = start('<p>1</p>');
    const text = find('p').firstChild as Text;
    const [told, ...more] = await tell(() => {
      for (const value of ['2', '3', '4']) text.data = value;
    });
    expect(told?.texts.map(({ value }) => value)).toEqual(['4']);
    expect(more).toEqual([]);
  });

  it('is not told where it is the same again', async () => {
    const { tell } = start('<p>1</p>');
    const text = find('p').firstChild as Text;
    expect(
      await tell(() => {
        text.data = '2';
        text.data = '1';
      }),
    ).toEqual([]);
  });

  it.each<[string, (area: HTMLElement) => void]>([
    ['replaced', (area) => (area.textContent = 'New')],
    ['changed', (area) => ((area.firstChild as Text).data = 'New')],
  ])('of a text area is told as its value: %s', async (_, change) => {
    const { tell } = start('<textarea>Old</textarea>');
    const [told] = await tell(() => change(find('textarea')));
    expect(told).toMatchObject({
      adds: [],
      removes: [],
      texts: [],
      attributes: [{ attributes: { value: expect.any(String) } }],
    });
  });

  it('of a text area that was written into, whatever text it gets', async () => {
    const { tell } = start('<textarea>Old</textarea>');
    const area = find('textarea') as HTMLTextAreaElement;
    area.value = 'written';
    const [told] = await tell(() => area.replaceChildren('New'));
    expect(told?.attributes).toMatchObject([
      { attributes: { value: 'written' } },
    ]);
  });
});

describe('a new text of a style element', () => {
  /** Its sheet knows whose it is, which those of jsdom do not. */
  const addRule = (ownerNode: HTMLStyleElement, rule: string): void => {
    const { sheet } = ownerNode;
    if (sheet) Object.assign(sheet, { ownerNode }).insertRule(rule);
  };
  const newText = (style: HTMLStyleElement): void => {
    style.textContent = 'p { top: 1px }';
  };
  const otherValue = ({ firstChild }: HTMLStyleElement): void => {
    if (firstChild) firstChild.nodeValue = 'p { top: 1px }';
  };

  it.each([
    ['replaced', newText],
    ['changed', otherValue],
  ])(
    'is told before the rules that are put to it in the same task: %s',
    async (_, change) => {
      const { events, tell } = start('<style>p { top: 0px }</style><p></p>');
      const before = events.length;
      await tell(() => {
        const style = find('style') as HTMLStyleElement;
        find('p').title = 'of no concern';
        change(style);
        addRule(style, 'b { top: 2px }');
      });
      const { Mutation, StyleSheetRule } = IncrementalSource;
      expect(
        events.slice(before).map(({ data }) => (data as mutationData).source),
      ).toEqual([Mutation, StyleSheetRule]);
    },
  );

  it('is all that has others told before a rule', async () => {
    const { events, tell } = start('<style>p { top: 0px }</style><p></p>');
    const before = events.length;
    await tell(() => {
      for (const left of ['1px', '2px']) {
        find('p').style.left = left;
        addRule(find('style') as HTMLStyleElement, `b { left: ${left} }`);
      }
    });
    expect(events.slice(before)).toHaveLength(2);
  });
});
