// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { createPageList } from '../../../../examples/demo/store/page-list.js';

const metaAt = (timestamp: number, href: unknown) => ({
  type: 4,
  timestamp,
  data: { href },
});

describe('createPageList', () => {
  it('lists pages in the order of the visit, without query and hash', () => {
    const pages = createPageList();
    pages.add(metaAt(100, 'http://shop.example/cart?id=5#top'));
    pages.add(metaAt(9, 'http://shop.example/'));
    expect(pages.read()).toEqual(['/', '/cart']);
  });

  it.each([
    ['plugin', 6, { plugin: 'amplitude/url-tracking@1' }],
    ['custom', 5, { tag: 'url-change' }],
  ])('follows navigation that a %s event tells of', (_name, type, source) => {
    const pages = createPageList();
    const payload = { href: 'http://shop.example/chairs' };
    pages.add(metaAt(1, 'http://shop.example/'));
    pages.add({ type, timestamp: 2, data: { ...source, payload } });
    expect(pages.read()).toEqual(['/', '/chairs']);
  });

  it('takes the pages that analytics events name, and no other properties', () => {
    const pages = createPageList();
    pages.addPath(3, '/cart');
    pages.addPath(1, '/');
    pages.addPath(2, undefined);
    expect(pages.read()).toEqual(['/', '/cart']);
  });

  it('passes over events that tell of something else', () => {
    const pages = createPageList();
    const payload = { href: 'http://shop.example/chairs' };
    pages.add({
      type: 5,
      timestamp: 1,
      data: { tag: 'fetch-request', payload },
    });
    pages.add({ type: 3, timestamp: 2, data: { href: payload.href } });
    pages.add({ type: 6, timestamp: 3, data: null });
    expect(pages.read()).toEqual([]);
  });

  it('lists a page once that is reported twice in a row, and again after another', () => {
    const pages = createPageList();
    for (const [index, path] of ['a', 'a', 'b', 'a'].entries())
      pages.add(metaAt(index + 1, `http://shop.example/${path}`));
    expect(pages.read()).toEqual(['/a', '/b', '/a']);
  });

  it.each([undefined, 5, 'no address', '', null])(
    'passes over the address %s',
    (href) => {
      const pages = createPageList();
      pages.add(metaAt(1, href));
      expect(pages.read()).toEqual([]);
    },
  );

  it('stays bounded', () => {
    const pages = createPageList();
    for (let page = 1; page <= 1_000; page += 1)
      pages.add(metaAt(page, `http://shop.example/${page}`));
    expect(pages.read().length).toBeLessThanOrEqual(200);
  });
});
