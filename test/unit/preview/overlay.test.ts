import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOverlay, type Overlay } from '../../../src/preview/overlay.js';
import type { Fate, Part, PartKind } from '../../../src/preview/parts.js';

const BOX = { left: 10, top: 20, right: 110, bottom: 50 };

const overlays: Overlay[] = [];
let roots: ShadowRoot[] = [];

beforeEach(() => {
  roots = [];
  const attachShadow = Reflect.get(Element.prototype, 'attachShadow');
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (
    this: Element,
    options,
  ) {
    const root = attachShadow.call(this, options);
    roots.push(root);
    return root;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const overlay of overlays.splice(0)) overlay.remove();
});

function setup(maxBoxes?: number) {
  const overlay = createOverlay(globalThis, maxBoxes);
  overlays.push(overlay);
  const [root] = roots;
  const host = root!.host as HTMLElement;
  return {
    overlay,
    host,
    boxes: () => [...root!.querySelectorAll<HTMLElement>('.box')],
    legend: () => root!.querySelector('.legend'),
    layer: () => root!.querySelector<HTMLElement>('.layer'),
  };
}

const part = (kind: PartKind, fate: Fate, boxes = [BOX]): Part => ({
  kind,
  fate,
  boxes,
});

it('is an element that no recording looks into, and that takes no clicks', () => {
  const { overlay, host } = setup();
  overlay.draw([], []);
  expect(host.parentNode).toBe(document.documentElement);
  expect(host.className).toBe('amp-block');
  expect(host.shadowRoot).toBeNull();
  expect(host.style.getPropertyValue('pointer-events')).toBe('none');
  expect(host.style.getPropertyPriority('pointer-events')).toBe('important');
  expect(overlay.isOwn(host)).toBe(true);
  expect(overlay.isOwn(document.body)).toBe(false);
});

it('draws each box where it is', () => {
  const { overlay, boxes } = setup();
  overlay.draw(
    [part('text', 'masked', [BOX, BOX]), part('area', 'blocked')],
    [],
  );
  expect(boxes().map(({ className }) => className)).toEqual([
    'box text masked',
    'box text masked',
    'box area blocked roomy',
  ]);
  const { left, top, width, height } = boxes()[0]!.style;
  expect([left, top, width, height]).toEqual(['10px', '20px', '100px', '30px']);
});

it('replaces the last drawing', () => {
  const { overlay, boxes } = setup();
  overlay.draw([part('text', 'clear'), part('text', 'clear')], []);
  overlay.draw([part('field', 'masked')], []);
  expect(boxes()).toHaveLength(1);
});

it('counts parts, and says what it is to those who cannot see it', () => {
  const { overlay, legend, layer } = setup();
  overlay.draw(
    [
      part('text', 'clear', [BOX, BOX]),
      part('image', 'clear'),
      part('field', 'masked'),
    ],
    ['a note'],
  );
  expect(
    [...legend()!.querySelectorAll('.row')].map((row) =>
      row.textContent?.replace(/\s+/g, ' '),
    ),
  ).toEqual([
    'Left out as a blank box 0',
    'Masked as *** 1',
    'In clear as it is 2',
  ]);
  expect(legend()!.textContent).toContain('a note');
  expect(legend()!.getAttribute('role')).toBe('region');
  expect(legend()!.getAttribute('aria-label')).toContain('Privacy preview');
  expect(layer()!.getAttribute('aria-hidden')).toBe('true');
});

it('draws no more than a screen can show, and says so', () => {
  const { overlay, boxes, legend } = setup(3);
  overlay.draw([part('text', 'clear', [BOX, BOX, BOX, BOX])], []);
  expect(boxes()).toHaveLength(3);
  expect(legend()!.textContent).toContain('Too much is in view');
});

it('comes back when the page takes it away', () => {
  const { overlay, host } = setup();
  overlay.draw([], []);
  host.remove();
  overlay.draw([], []);
  expect(host.isConnected).toBe(true);
});

it('is gone when it is removed', () => {
  const { overlay, host } = setup();
  overlay.draw([], []);
  overlay.remove();
  expect(host.isConnected).toBe(false);
});
