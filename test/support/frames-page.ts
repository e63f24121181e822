import type { Page } from './page-server.js';

/** Markup with one of everything that the recorder watches. Its scripts have `wait`. */
export const FRAMES_BODY = `<h1>Public heading</h1><input id="field" />
  <iframe src="/frame"></iframe><div id="host"></div><div id="place"></div>
  <script>
    const wait = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs));
    const shadow = document.querySelector('#host').attachShadow({ mode: 'open' });
    shadow.innerHTML = '<p>In the shadow</p>';
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('p { color: red }');
    shadow.adoptedStyleSheets = [sheet];
  </script>`;

/** What the markup shows in frames. */
export const FRAMES_PAGES: Record<string, Page> = {
  '/frame': `<!doctype html><title>Frame</title>
    <button>Press</button><input /><p>Text</p><div id="host"></div>
    <script>
      document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<p>Deep</p>';
    </script>`,
};
