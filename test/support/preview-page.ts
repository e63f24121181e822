import type { Browser, Page as BrowserPage } from 'playwright-core';
import { startPages, type Page } from './page-server.js';
import { waitUntil } from './wait-until.js';
import { openWatchedPage } from './watched-page.js';

/** The script tags of the recorder and of the preview. */
export const PREVIEW_SCRIPTS =
  '<script src="/dist/session-replay.min.js"></script><script src="/dist/privacy-preview.min.js"></script>';

/** Gives the page `previewRoot`, which the page itself cannot reach, and functions that look into it. */
const LOOK_INSIDE = `
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    if (options.mode === 'closed') window.previewRoot = root;
    return root;
  };
  window.over = (id, doc) => {
    const element = doc.querySelector('#' + id);
    const range = doc.createRange();
    range.selectNodeContents(element);
    const { left, right, top, bottom } = (element.matches('[data-text]') ? range : element).getBoundingClientRect();
    const frame = doc.defaultView.frameElement;
    const outer = frame?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const x = (left + right) / 2 + outer.left + (frame?.clientLeft ?? 0);
    const y = (top + bottom) / 2 + outer.top + (frame?.clientTop ?? 0);
    return [...previewRoot.querySelectorAll('.box')]
      .filter((box) => {
        const it = box.getBoundingClientRect();
        return it.left <= x && x <= it.right && it.top <= y && y <= it.bottom;
      })
      .map(({ className }) => className.replace(/box | roomy/g, ''));
  };
  window.boxCount = () =>
    previewRoot.host.isConnected ? previewRoot.querySelectorAll('.box').length : 0;`;

/** A page that may be previewed. In it, `previewRoot` is the tree of the preview, and `boxCount()` tells its boxes. */
export interface PreviewPage {
  page: BrowserPage;
  /** As of `openWatchedPage`. */
  complaints: string[];
  /**
   * What is drawn over the middle of the element with this ID, or of its text where it has `data-text`: for example
   * `['text masked']`. `doc`: an expression for the document it is in.
   */
  over: (id: string, doc?: string) => Promise<string[]>;
  /** Waits until that is drawn. */
  waitForOver: (id: string, expected: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens a page with this body. */
export async function openPreviewPage(
  browser: Browser,
  body: string,
  {
    headers = {},
    files = {},
  }: { headers?: Record<string, string>; files?: Record<string, Page> } = {},
): Promise<PreviewPage> {
  const pages = await startPages({
    '/': { body: `<!doctype html><title>Preview</title>${body}`, headers },
    ...files,
  });
  const { page, context, complaints } = await openWatchedPage(browser);
  await page.addInitScript(LOOK_INSIDE);
  await page.goto(pages.url);
  const over: PreviewPage['over'] = (id, doc = 'document') =>
    page.evaluate(`over('${id}', ${doc})`);
  return {
    page,
    complaints,
    over,
    waitForOver: async (id, expected) => {
      await waitUntil(
        `${expected} over ${id}`,
        async () => String(await over(id)) === expected,
      );
    },
    close: async () => {
      await context.close();
      await pages.close();
    },
  };
}
