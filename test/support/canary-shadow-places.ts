import { enter } from './canary-field-places.js';
import { element, within, type Kind, type Place } from './canary-place.js';

/** A place within a shadow root, which `html` describes; filled is what `on` names. */
function shadowPlace(
  name: string,
  html: string,
  fill: (inner: Element, text: string) => void,
  kind: Kind = 'text',
): Place {
  return {
    name,
    kind,
    make: () => {
      const host = element('<x-host></x-host>');
      host.attachShadow({ mode: 'open' }).append(element(html));
      return host;
    },
    fill: (host, text) => {
      const inner = host.shadowRoot?.firstElementChild;
      if (inner) fill(inner, text);
    },
  };
}

const writeText = (inner: Element, text: string) => {
  within(inner, '*').textContent = text;
};

/** Light text that a shadow root shows within a covered place. */
const slotPlace = (cover: string): Place => ({
  ...shadowPlace(
    `text slotted into ${cover}`,
    `<div class="${cover}"><slot></slot></div>`,
    () => {},
    'secret',
  ),
  fill: (host, text) => {
    const slotted = element('<span></span>');
    slotted.textContent = text;
    host.replaceChildren(slotted);
  },
});

/** Shadow roots and slots. */
export const SHADOW_PLACES: Place[] = [
  shadowPlace('text in a shadow root', '<p></p>', writeText),
  shadowPlace('attribute in a shadow root', '<p></p>', (inner, text) =>
    inner.setAttribute('title', text),
  ),
  shadowPlace(
    'field in a shadow root',
    '<input />',
    (inner, text) => enter(inner, text, false),
    'field',
  ),
  shadowPlace(
    'password in a shadow root',
    '<input type="password" />',
    (inner, text) => enter(inner, text, false),
    'secret',
  ),
  shadowPlace('shadow root in a shadow root', '<div></div>', (inner, text) => {
    const root = inner.shadowRoot ?? inner.attachShadow({ mode: 'open' });
    root.append(text);
  }),
  shadowPlace(
    'masked text in a shadow root',
    '<p class="amp-mask"></p>',
    writeText,
    'secret',
  ),
  shadowPlace('text of a slot that holds nothing', '<slot></slot>', writeText),
  {
    ...slotPlace('amp-mask'),
    name: 'text slotted through two hosts',
    make: () => {
      const inner = element('<x-inner><slot></slot></x-inner>');
      inner
        .attachShadow({ mode: 'open' })
        .append(element('<div class="amp-mask"><slot></slot></div>'));
      const outer = element('<x-outer></x-outer>');
      outer.attachShadow({ mode: 'open' }).append(inner);
      return outer;
    },
  },
  {
    name: 'shadow root that is attached later',
    kind: 'text',
    make: () => element('<x-late></x-late>'),
    fill: (host, text) => host.attachShadow({ mode: 'open' }).append(text),
  },
  slotPlace('amp-mask'),
  slotPlace('amp-block'),
];
