import { describe, expect, it } from 'vitest';
import { find, useRecordings } from './mutations-setup.js';

const { start } = useRecordings();

/** The attributes that are told of a change of the first element in this page. */
async function changesOf(html: string, change: (it: HTMLElement) => void) {
  const { tell } = start(html);
  const told = await tell(() => change(find('body > *')));
  return told.flatMap(({ attributes }) =>
    attributes.map((changed) => changed.attributes),
  );
}

describe('an attribute', () => {
  it('is told once, as it is in the end', async () => {
    expect(
      await changesOf('<p title="a"></p>', (it) => {
        for (const title of ['b', 'c']) it.title = title;
      }),
    ).toEqual([{ title: 'c' }]);
  });

  it('is not told where it is the same again', async () => {
    expect(
      await changesOf('<p title="a"></p>', (it) => {
        it.title = 'b';
        it.title = 'a';
      }),
    ).toEqual([]);
  });

  it('is null where it is gone', async () => {
    expect(
      await changesOf('<p title="a"></p>', (it) => it.removeAttribute('title')),
    ).toEqual([{ title: null }]);
  });

  it('has its address resolved', async () => {
    expect(
      await changesOf('<a href="/a"></a>', (it) =>
        it.setAttribute('href', '/b'),
      ),
    ).toEqual([{ href: `${location.origin}/b` }]);
  });

  it('does not start a video', async () => {
    expect(
      await changesOf('<video></video>', (it) =>
        it.setAttribute('autoplay', ''),
      ),
    ).toEqual([]);
  });
});

describe('a style', () => {
  const LONG =
    'display: block; position: absolute; margin: 1px; padding: 2px; z-index: 3; opacity: 0.4; top: 0px;';

  it('is told by its changes where that is shorter', async () => {
    expect(
      await changesOf(`<p style="${LONG} color: red"></p>`, ({ style }) => {
        style.color = 'blue';
        style.top = '';
        style.setProperty('left', '1px', 'important');
      }),
    ).toEqual([
      { style: { color: 'blue', left: ['1px', 'important'], top: false } },
    ]);
  });

  it('is told as a whole where that is shorter', async () => {
    expect(
      await changesOf('<p style="top: 0px"></p>', (it) =>
        it.setAttribute('style', 'top: 1px'),
      ),
    ).toEqual([{ style: 'top: 1px' }]);
  });

  it('is told as a whole where it is short, without a look at what has changed', async () => {
    expect(
      await changesOf(
        '<p style="display: block; position: absolute; top: 0px"></p>',
        (it) => it.style.removeProperty('top'),
      ),
    ).toEqual([{ style: 'display: block; position: absolute;' }]);
  });

  it('is told by its changes from what was told before', async () => {
    expect(
      await changesOf(`<p style="${LONG} color: red"></p>`, ({ style }) => {
        style.color = 'green';
        style.top = '1px';
        style.color = 'red';
      }),
    ).toEqual([{ style: { top: '1px' } }]);
  });

  it('keeps its variables', async () => {
    const [changes] = await changesOf(
      `<p style="${LONG} margin: var(--a)"></p>`,
      (it) => it.setAttribute('style', `${LONG} margin: var(--b)`),
    );
    expect(JSON.stringify(changes)).toContain('var(--b)');
  });

  it('is gone', async () => {
    expect(
      await changesOf(`<p style="${LONG}"></p>`, (it) =>
        it.removeAttribute('style'),
      ),
    ).toEqual([{ style: null }]);
  });
});

describe('the address of a frame', () => {
  it('is not told where what is in it is recorded', async () => {
    expect(
      await changesOf('<iframe></iframe>', (it) =>
        it.setAttribute('src', 'about:blank'),
      ),
    ).toEqual([]);
  });

  it('is told where it cannot be recorded', async () => {
    expect(
      await changesOf('<iframe></iframe>', (it) => {
        Object.defineProperty(it, 'contentDocument', { value: null });
        it.setAttribute('src', 'https://other.example/');
      }),
    ).toEqual([{ rr_src: 'https://other.example/' }]);
  });
});

it('says how a dialog is open', async () => {
  const [changes] = await changesOf('<dialog></dialog>', (it) => {
    // Of what is modal, jsdom knows nothing.
    it.matches = (selector: string) => selector === 'dialog:modal';
    it.setAttribute('open', '');
  });
  expect(changes).toEqual({ open: '', rr_open_mode: 'modal' });
});
