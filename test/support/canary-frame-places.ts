import { enter } from './canary-field-places.js';
import { element, type Kind, type Place } from './canary-place.js';

/** Runs in the page. The document of a frame, once it is there. */
async function documentOf(root: Element): Promise<Document> {
  if (!(root instanceof HTMLIFrameElement)) throw new Error('No frame');
  const isBlank = () => root.contentDocument?.URL === 'about:blank';
  if (root.hasAttribute('src') && isBlank())
    await new Promise((loaded) => {
      root.addEventListener('load', loaded, { once: true });
    });
  if (!root.contentDocument) throw new Error('A frame without a document');
  return root.contentDocument;
}

/** A place within the document of a frame. */
function framePlace(
  name: string,
  fill: (document: Document, text: string) => unknown,
  { kind = 'frame-text', html = '<iframe></iframe>' }: FrameOptions = {},
): Place {
  return {
    name,
    kind,
    isFrame: true,
    needsDocument: true,
    make: () => element(html),
    fill: async (root, text) => fill(await documentOf(root), text),
  };
}

interface FrameOptions {
  kind?: Kind;
  html?: string;
}

/** A place that is the `srcdoc` of a frame. */
function sourcePlace(
  name: string,
  kind: Kind,
  html: (text: string) => string,
): Place {
  return {
    name,
    kind,
    isFrame: true,
    make: () => element('<iframe></iframe>'),
    fill: (root, text) => root.setAttribute('srcdoc', html(text)),
  };
}

/** Frames, and what their documents hold. */
export const FRAME_PLACES: Place[] = [
  framePlace('text in a frame', ({ body }, text) => body.append(text)),
  framePlace('title of a document in a frame', (inner, text) => {
    inner.title = text;
  }),
  framePlace('attribute in a frame', ({ body }, text) => {
    body.innerHTML = `<p title="${text}">Here</p>`;
  }),
  framePlace(
    'field in a frame',
    ({ body }, text) => {
      const field = element('<input />');
      body.append(field);
      enter(field, text, false);
    },
    { kind: 'frame-field' },
  ),
  framePlace(
    'password in a frame',
    ({ body }, text) => {
      const field = element('<input type="password" />');
      body.append(field);
      enter(field, text);
    },
    { kind: 'secret' },
  ),
  framePlace('frame in a frame', ({ body }, text) => {
    const frame = body.ownerDocument.createElement('iframe');
    body.append(frame);
    frame.contentDocument?.body.append(text);
  }),
  framePlace(
    'frame that is masked in a frame',
    ({ body }, text) => {
      const frame = body.ownerDocument.createElement('iframe');
      frame.className = 'amp-mask';
      body.append(frame);
      frame.contentDocument?.body.append(text);
    },
    { kind: 'secret' },
  ),
  framePlace('document written into a frame', (inner, text) => {
    inner.open();
    inner.write(`<title>Written</title><p>${text}</p>`);
    inner.close();
  }),
  framePlace('style in a frame', ({ head }, text) => {
    const style = head.ownerDocument.createElement('style');
    style.textContent = `p::before { content: "${text}" }`;
    head.append(style);
  }),
  framePlace(
    'text in a frame with an address',
    ({ body }, text) => body.append(text),
    { html: '<iframe src="/frame"></iframe>' },
  ),
  sourcePlace('srcdoc', 'frame-text', (text) => `<p>${text}</p>`),
  sourcePlace(
    'masked text of srcdoc',
    'secret',
    (text) => `<p class="amp-mask">${text}</p>`,
  ),
  sourcePlace(
    'blocked text of srcdoc',
    'secret',
    (text) => `<p class="amp-block">${text}</p>`,
  ),
  sourcePlace(
    'srcdoc whose document is masked',
    'secret',
    (text) =>
      `<!doctype html><html class="amp-mask"><title>${text}</title><p title="${text}">${text}</p></html>`,
  ),
  sourcePlace(
    'srcdoc whose body is blocked',
    'secret',
    (text) => `<body class="amp-block" title="${text}"><p>${text}</p></body>`,
  ),
  sourcePlace(
    'password in srcdoc',
    'secret',
    (text) => `<input type="password" value="${text}" />`,
  ),
  {
    name: 'frame whose address is a blob',
    kind: 'frame-text',
    isFrame: true,
    make: () => element('<iframe></iframe>'),
    fill: (root, text) => {
      const file = new Blob([`<p>${text}</p>`], { type: 'text/html' });
      root.setAttribute('src', URL.createObjectURL(file));
    },
  },
  {
    name: 'frame in a shadow root',
    kind: 'frame-text',
    isFrame: true,
    needsDocument: true,
    make: () => {
      const host = element('<x-host></x-host>');
      host.attachShadow({ mode: 'open' }).append(element('<iframe></iframe>'));
      return host;
    },
    fill: async (host, text) => {
      const frame = host.shadowRoot?.firstElementChild;
      if (frame) (await documentOf(frame)).body.append(text);
    },
  },
];
