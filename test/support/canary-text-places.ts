import { element, within, type Kind, type Place } from './canary-place.js';

/** A place that is all the text of the element that `on` names. */
function textPlace(
  name: string,
  html: string,
  on = '*',
  kind: Kind = 'text',
): Place {
  return {
    name,
    kind,
    make: () => element(html),
    fill: (root, text) => {
      within(root, on).textContent = text;
    },
  };
}

/** Text, and what is written between tags. */
export const TEXT_PLACES: Place[] = [
  textPlace('text', '<p></p>'),
  textPlace('heading', '<h2></h2>'),
  textPlace('table cell', '<table><tr><td></td></tr></table>', 'td'),
  textPlace('label', '<label>Name <b></b></label>', 'b'),
  textPlace('button text', '<button type="button"></button>'),
  textPlace('legend', '<fieldset><legend></legend></fieldset>', 'legend'),
  textPlace('summary', '<details><summary></summary>More</details>', 'summary'),
  textPlace('text of closed details', '<details><p></p></details>', 'p'),
  textPlace('output', '<output></output>'),
  textPlace('dialog', '<dialog open></dialog>'),
  textPlace('title element', '<title></title>'),
  textPlace('noscript', '<noscript></noscript>'),
  textPlace('canvas fallback', '<canvas></canvas>'),
  textPlace('object fallback', '<object><p></p></object>', 'p'),
  textPlace('text of a custom element', '<x-note></x-note>'),
  textPlace('SVG text', '<svg><text y="9"></text></svg>', 'text'),
  textPlace('SVG title', '<svg><title></title></svg>', 'title'),
  textPlace('SVG description', '<svg><desc></desc></svg>', 'desc'),
  textPlace(
    'text in foreignObject',
    '<svg><foreignObject><p></p></foreignObject></svg>',
    'p',
  ),
  textPlace('MathML text', '<math><mtext></mtext></math>', 'mtext'),
  {
    name: 'data of a deep text node',
    kind: 'text',
    make: () =>
      element('<div><section><p><b><i>public</i></b></p></section></div>'),
    fill: (root, text) => {
      const node = within(root, 'i').firstChild;
      if (node instanceof Text) node.data = text;
    },
  },
  {
    name: 'text node beside others',
    kind: 'text',
    make: () => element('<p>before <b>between</b></p>'),
    fill: (root, text) => root.append(text),
  },
  {
    name: 'text written into a text node',
    kind: 'text',
    make: () => element('<p>before after</p>'),
    fill: (root, text) => {
      const node = root.firstChild;
      if (node instanceof Text) node.insertData(7, text);
    },
  },
  {
    name: 'text that is split',
    kind: 'text',
    make: () => element('<p></p>'),
    fill: (root, text) => {
      const node = new Text(`before ${text} after`);
      root.replaceChildren(node);
      node.splitText(7);
    },
  },
  {
    name: 'innerHTML',
    kind: 'text',
    make: () => element('<div></div>'),
    fill: (root, text) => {
      root.innerHTML = `<ul><li>one</li><li><em>${text}</em></li></ul>`;
    },
  },
  {
    name: 'comment',
    kind: 'optional',
    make: () => element('<div></div>'),
    fill: (root, text) => root.append(new Comment(text)),
  },
  {
    name: 'processing instruction',
    kind: 'optional',
    make: () => element('<div></div>'),
    fill: (root, text) =>
      root.append(document.createProcessingInstruction('note', text)),
  },
  textPlace(
    'script of an SVG',
    '<svg><script type="text/plain"></script></svg>',
    'script',
    'optional',
  ),
  {
    name: 'template',
    kind: 'optional',
    make: () => element('<template></template>'),
    fill: (root, text) => {
      if (root instanceof HTMLTemplateElement) root.content.append(text);
    },
  },
  {
    name: 'children of a template element',
    kind: 'optional',
    make: () => element('<template></template>'),
    fill: (root, text) => root.append(text),
  },
  {
    name: 'data block of a script element',
    kind: 'optional',
    make: () => element('<script type="application/json"></script>'),
    fill: (root, text) => {
      root.textContent = JSON.stringify({ text });
    },
  },
];
