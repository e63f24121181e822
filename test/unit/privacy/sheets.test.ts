import { EventType, IncrementalSource } from '@rrweb/types';
import { afterEach, describe, expect, it } from 'vitest';
import { setup } from './events-setup.js';

afterEach(() => {
  document.body.innerHTML = '';
});

describe('a style sheet', () => {
  const { StyleSheetRule, StyleDeclaration, AdoptedStyleSheet } =
    IncrementalSource;
  const rule = 'a{content:"Ann"}';
  const masked = 'a{content:"***"}';

  it.each([
    ['is in a masked place', '<div id=n7 class=amp-mask></div>', masked],
    ['is elsewhere', '<div id=n7></div>', rule],
  ])('that %s', (_, html, expected) => {
    const { recorded } = setup(html);
    const styles = () => [{ styleId: 3, rules: [{ rule, index: 0 }] }];
    expect(
      recorded({
        source: AdoptedStyleSheet,
        id: 7,
        styleIds: [3],
        styles: styles(),
      }),
    ).toMatchObject({ styles: [{ rules: [{ rule: expected }] }] });
    for (const whose of [{ id: 7 }, { styleId: 3 }]) {
      expect(
        recorded({
          source: StyleSheetRule,
          ...whose,
          adds: [{ rule, index: 0 }],
          replace: rule,
          replaceSync: rule,
        }),
      ).toMatchObject({
        adds: [{ rule: expected }],
        replace: expected,
        replaceSync: expected,
      });
      expect(
        recorded({
          source: StyleDeclaration,
          ...whose,
          set: { property: '--name', value: '"Ann"' },
        }),
      ).toMatchObject({
        set: { value: expected === rule ? '"Ann"' : '"***"' },
      });
    }
  });

  it('that several have adopted is masked where one of them is', () => {
    const { nodes, recorded } = setup(
      '<div id=n7></div><div id=n8 class=amp-mask></div><div id=n9 class=amp-block></div>',
    );
    const change = () =>
      recorded({ source: StyleSheetRule, styleId: 3, adds: [{ rule }] });
    const adopt = (id: number) =>
      recorded({ source: AdoptedStyleSheet, id, styleIds: [3] });
    adopt(9);
    expect(change()).toBeUndefined();
    adopt(7);
    expect(change()).toMatchObject({ adds: [{ rule }] });
    adopt(8);
    expect(change()).toMatchObject({ adds: [{ rule: masked }] });
    (nodes.get(8) as Element).remove();
    expect(change()).toMatchObject({ adds: [{ rule }] });
  });

  it('is numbered afresh from a meta event on', () => {
    const { recorded } = setup(
      '<div id=n7></div><div id=n8 class=amp-mask></div>',
    );
    const adopt = (id: number) =>
      recorded({ source: AdoptedStyleSheet, id, styleIds: [3] });
    adopt(8);
    recorded({ href: 'https://shop.example/' }, EventType.Meta);
    adopt(7);
    expect(
      recorded({ source: StyleSheetRule, styleId: 3, adds: [{ rule }] }),
    ).toMatchObject({ adds: [{ rule }] });
  });

  it('that the document tells for a shadow host is masked as the host is', () => {
    const { recorded } = setup(
      '<div id=n7 class=amp-mask></div><div id=n8></div><div id=n9 class=amp-block></div><p id=n2></p>',
    );
    const tell = (host: number) =>
      recorded({
        source: AdoptedStyleSheet,
        id: 2,
        host,
        styleIds: [],
        styles: [{ styleId: 3, rules: [{ rule, index: 0 }] }],
      });
    for (const [host, expected] of [
      [7, masked],
      [8, rule],
      [404, masked],
    ] as const)
      expect(tell(host)).toMatchObject({
        styles: [{ rules: [{ rule: expected }] }],
      });
    expect(tell(9)).toBeUndefined();
  });

  it('that is adopted off the page is masked', () => {
    const { recorded } = setup('');
    const styles = [{ styleId: 3, rules: [{ rule, index: 0 }] }];
    expect(
      recorded({ source: AdoptedStyleSheet, id: 7, styleIds: [3], styles }),
    ).toMatchObject({ styles: [{ rules: [{ rule: masked }] }] });
  });

  it('of a blocked element, or of nobody known, is not recorded', () => {
    const { recorded } = setup('<div id=n7 class=amp-block></div>');
    for (const whose of [{ id: 7 }, { id: 8 }, { styleId: 3 }, {}])
      expect(
        recorded({ source: StyleSheetRule, ...whose, adds: [{ rule }] }),
      ).toBeUndefined();
  });
});
