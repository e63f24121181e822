import { afterEach, describe, expect, it } from 'vitest';
import type { Geometry } from '../../../src/preview/geometry.js';
import {
  findParts,
  type Fate,
  type PartKind,
} from '../../../src/preview/parts.js';
import { createDecisions } from '../../../src/privacy/decision.js';
import type { PrivacyRules } from '../../../src/privacy/rules.js';
import { createSecrets } from '../../../src/privacy/secrets.js';
import { sampleRules } from '../privacy/sample-rules.js';

const BOX = { left: 0, top: 0, right: 10, bottom: 10 };

/** A screen on which everything can be seen but elements with the class `hidden`, and their own texts. */
function fakeGeometry() {
  const asked: Node[] = [];
  const boxes = (node: Node, element: Element) => {
    asked.push(node);
    return element.className === 'hidden' ? [] : [BOX];
  };
  const geometry: Geometry = {
    ofElement: (element) => boxes(element, element),
    ofText: (text, parent) => boxes(text, parent),
  };
  return { asked, geometry };
}

function look(html: string, rules: Partial<PrivacyRules> = {}) {
  document.body.innerHTML = html;
  return lookAgain(rules);
}

function lookAgain(rules: Partial<PrivacyRules> = {}) {
  const { asked, geometry } = fakeGeometry();
  const decision = createDecisions(
    sampleRules(rules),
    createSecrets().isSecret,
  )('https://shop.example/');
  const { parts, roots } = findParts(document, decision, geometry);
  return {
    asked,
    roots,
    found: parts.map(({ kind, fate }) => `${kind} ${fate}`),
  };
}

afterEach(() => {
  document.body.innerHTML = '';
});

it.each<[string, PartKind, Fate]>([
  ['<p>text</p>', 'text', 'clear'],
  ['<p class=amp-mask>text</p>', 'text', 'masked'],
  ['<p class=amp-block><b>text</b><input></p>', 'area', 'blocked'],
  ['<p contenteditable>text</p>', 'text', 'masked'],
  ['<button>text</button>', 'text', 'clear'],
  ['<input value=typed>', 'field', 'masked'],
  ['<input>', 'field', 'masked'],
  ['<input class=amp-unmask>', 'field', 'clear'],
  ['<input class=amp-unmask type=password>', 'field', 'masked'],
  ['<input type=submit value=Pay>', 'field', 'clear'],
  ['<textarea>typed</textarea>', 'field', 'masked'],
  ['<textarea class=amp-unmask>typed</textarea>', 'field', 'clear'],
  ['<select><option>one</select>', 'field', 'masked'],
  ['<select class=amp-unmask><option>one</select>', 'field', 'clear'],
  ['<img class=amp-mask src="data:,">', 'image', 'clear'],
  ['<img class=amp-block src="data:,">', 'area', 'blocked'],
  ['<canvas></canvas>', 'area', 'blocked'],
])('%s is one part', (html, kind, fate) => {
  expect(look(html).found).toEqual([`${kind} ${fate}`]);
});

it('calls a tick in clear where the rules mask values only', () => {
  const html = '<input type=checkbox checked>';
  expect(look(html).found).toEqual(['field clear']);
  expect(look(html, { defaultMaskLevel: 'conservative' }).found).toEqual([
    'field masked',
  ]);
});

it('calls a choice in clear where one of its options is', () => {
  expect(
    look('<select><option>one<option class=amp-unmask>two</select>').found,
  ).toEqual(['field clear']);
});

it('says nothing of what cannot be seen', () => {
  expect(
    look(
      '<p class=hidden>text</p><p> \n </p><input class=hidden><script>1</script><style>p {}</style><template>text</template>',
    ).found,
  ).toEqual([]);
});

it('asks for no box within what is blocked', () => {
  const { asked } = look('<div class=amp-block><p>text</p></div>');
  expect(asked).toEqual([document.querySelector('.amp-block')]);
});

describe('in shadow trees', () => {
  it('sees what the tree shows, and each text in a slot once', () => {
    document.body.innerHTML =
      '<div id=host>slotted<i slot=none>unseen</i></div>';
    const host = document.querySelector('#host');
    const shadow = host!.attachShadow({ mode: 'open' });
    shadow.innerHTML =
      '<p class=amp-mask>text</p><slot></slot><slot name=empty>instead</slot>';
    const { found, roots } = lookAgain();
    expect(found).toEqual(['text masked', 'text clear', 'text clear']);
    expect(roots).toEqual([document, shadow]);
  });

  it('masks what is put into a masked slot', () => {
    document.body.innerHTML = '<div id=host>slotted</div>';
    document.querySelector('#host')!.attachShadow({ mode: 'open' }).innerHTML =
      '<p class=amp-mask><slot></slot></p>';
    expect(lookAgain().found).toEqual(['text masked']);
  });
});

describe('in frames', () => {
  function putFrame(className = ''): Document {
    document.body.innerHTML = `<iframe class="${className}"></iframe>`;
    const doc = document.querySelector('iframe')!.contentDocument!;
    doc.body.innerHTML = '<p>text</p><input>';
    return doc;
  }

  it('sees documents of the same origin', () => {
    const doc = putFrame();
    const { found, roots } = lookAgain();
    expect(found).toEqual(['text clear', 'field masked']);
    expect(roots).toEqual([document, doc]);
  });

  it('masks all in a masked frame', () => {
    putFrame('amp-mask');
    expect(lookAgain().found).toEqual(['text masked', 'field masked']);
  });

  it('does not look into frames that cannot be seen, and watches them', () => {
    const doc = putFrame('hidden');
    const { found, roots } = lookAgain();
    expect(found).toEqual([]);
    expect(roots).toEqual([document, doc]);
  });

  it('calls documents that nobody may look into left out', () => {
    putFrame();
    Object.defineProperty(document.querySelector('iframe'), 'contentDocument', {
      value: null,
    });
    expect(lookAgain().found).toEqual(['area blocked']);
  });
});
