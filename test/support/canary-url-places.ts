import { attributePlace as at, type Place } from './canary-place.js';

const path = { value: (text: string) => `/people/${text}` };
const query = { value: (text: string) => `/file?name=${text}` };
const hash = { value: (text: string) => `/file#${text}` };
const token = {
  kind: 'secret',
  value: (text: string) => `/file?page=1&access_token=${text}`,
} as const;
const hashToken = {
  kind: 'secret',
  value: (text: string) => `/file#state=1&id_token=${text}`,
} as const;
const userInfo = {
  kind: 'secret',
  value: (text: string) => `http://${text}:${text}@127.0.0.1:9/file`,
} as const;
const nested = {
  kind: 'secret',
  value: (text: string) =>
    `/login?next=${encodeURIComponent(`/file?password=${text}`)}`,
} as const;
const matrix = {
  kind: 'secret',
  value: (text: string) => `/file;sid=${text}/page`,
} as const;

/** Where links lead. */
const LINK_PLACES: Place[] = [
  at('href', '<a>Link</a>', 'href', path),
  at('query of href', '<a>Link</a>', 'href', query),
  at('hash of href', '<a>Link</a>', 'href', hash),
  at('mail address in href', '<a>Link</a>', 'href', {
    value: (text) => `mailto:${text}@mail.example`,
  }),
  at('token in href', '<a>Link</a>', 'href', token),
  at('authorization in href', '<a>Link</a>', 'href', {
    kind: 'secret',
    value: (text) => `/file?authorization=Bearer%20${text}`,
  }),
  at('token in the hash of href', '<a>Link</a>', 'href', hashToken),
  at('user in href', '<a>Link</a>', 'href', userInfo),
  at('address within href', '<a>Link</a>', 'href', nested),
  at('path parameter in href', '<a>Link</a>', 'href', matrix),
  at('ping', '<a href="/file">Link</a>', 'ping', path),
  at('token in ping', '<a href="/file">Link</a>', 'ping', token),
  at('href of an area', '<map><area /></map>', 'href', { on: 'area', ...path }),
  at('action', '<form></form>', 'action', path),
  at('token in action', '<form></form>', 'action', token),
  at('formaction', '<button>Go</button>', 'formaction', path),
  at('token in formaction', '<button>Go</button>', 'formaction', token),
  at('cite', '<blockquote>Words</blockquote>', 'cite', path),
  at('token in cite', '<blockquote>Words</blockquote>', 'cite', token),
  at('href of an SVG link', '<svg><a></a></svg>', 'xlink:href', {
    on: 'a',
    ...path,
  }),
];

const IMAGE = '<svg><image></image></svg>';

/** Where pictures and other parts come from. */
const SOURCE_PLACES: Place[] = [
  at('path of src', '<img />', 'src', { ...path, kind: 'structure' }),
  at('query of src', '<img />', 'src', query),
  at('hash of src', '<img />', 'src', hash),
  at('token in src', '<img />', 'src', token),
  at('user in src', '<img />', 'src', userInfo),
  at('address within src', '<img />', 'src', nested),
  at('query of srcset', '<img />', 'srcset', {
    value: (text) => `/a.png 1x, /b.png?name=${text} 2x`,
  }),
  at('token in srcset', '<img />', 'srcset', {
    kind: 'secret',
    value: (text) => `/a.png 1x, /b.png?token=${text} 2x`,
  }),
  at('query of srcset of a source', '<picture><source /></picture>', 'srcset', {
    on: 'source',
    ...query,
  }),
  at('query of poster', '<video></video>', 'poster', query),
  at('token in poster', '<video></video>', 'poster', token),
  at('query of src of a video', '<video preload="none"></video>', 'src', query),
  at('token in src of a source', '<audio><source /></audio>', 'src', {
    on: 'source',
    ...token,
  }),
  at('token in src of a track', '<video><track /></video>', 'src', {
    on: 'track',
    ...token,
  }),
  at('query of a link element', '<link rel="alternate" />', 'href', query),
  at('token in a link element', '<link rel="alternate" />', 'href', token),
  at('query of an SVG image', IMAGE, 'href', { on: 'image', ...query }),
  at('token in an SVG image', IMAGE, 'xlink:href', { on: 'image', ...token }),
  at('token in an SVG use', '<svg><use></use></svg>', 'href', {
    on: 'use',
    ...token,
  }),
  at('query of data', '<object></object>', 'data', query),
  at('token in data', '<object></object>', 'data', token),
  at('query of src of an embed', '<embed />', 'src', query),
  at('query of src of an image button', '<input type="image" />', 'src', query),
  at('token in src of a frame', '<iframe></iframe>', 'src', {
    kind: 'secret',
    isFrame: true,
    value: (text) => `/frame?token=${text}`,
  }),
  at('query of src of a frame of another site', '<iframe></iframe>', 'src', {
    kind: 'optional',
    isFrame: true,
    value: (text) => `http://127.0.0.1:9/frame?name=${text}`,
  }),
];

/** Addresses in attributes. */
export const URL_PLACES: Place[] = [...LINK_PLACES, ...SOURCE_PLACES];
