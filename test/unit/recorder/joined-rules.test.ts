import { EventType, type eventWithTime } from '@rrweb/types';
import { describe, expect, it } from 'vitest';
import {
  MUTATION,
  STYLE_SHEET_RULE,
} from '../../../src/privacy/event-types.js';
import { createJoinedRules } from '../../../src/recorder/joined-rules.js';
import { fakeEnvironment } from '../../support/fake-environment.js';
import { recordedEvent } from './sample-events.js';

function setup() {
  const emitted: eventWithTime[] = [];
  const { add, close } = createJoinedRules(fakeEnvironment(), (event) =>
    emitted.push(event),
  );
  let timestamp = 0;
  const tell = (data: object): void =>
    add(recordedEvent(EventType.IncrementalSnapshot, (timestamp += 1), data));
  const ofSheet = (data: object): void =>
    tell({ source: STYLE_SHEET_RULE, id: 1, ...data });
  return {
    emitted: () => emitted.map(({ data }) => data),
    firstTimestamp: () => emitted[0]?.timestamp,
    close,
    tell,
    tellOf: ofSheet,
    insert: (rule: string, more: object = {}) =>
      ofSheet({ adds: [{ rule, index: 0 }], ...more }),
    remove: (index: number) => ofSheet({ removes: [{ index }] }),
  };
}

describe('rules that follow each other', () => {
  it('are one event of the time of the first when the code of the page has run', async () => {
    const { emitted, firstTimestamp, insert, remove } = setup();
    insert('a {}');
    insert('b {}');
    remove(3);
    remove(2);
    expect(emitted()).toEqual([]);
    await Promise.resolve();
    await Promise.resolve();
    expect(emitted()).toEqual([
      {
        source: STYLE_SHEET_RULE,
        id: 1,
        adds: [
          { rule: 'a {}', index: 0 },
          { rule: 'b {}', index: 0 },
        ],
        removes: [{ index: 3 }, { index: 2 }],
      },
    ]);
    expect(firstTimestamp()).toBe(1);
  });

  it('are one event where all are removed', () => {
    const { emitted, remove, close } = setup();
    remove(1);
    remove(0);
    close();
    expect(emitted()).toMatchObject([
      { removes: [{ index: 1 }, { index: 0 }] },
    ]);
  });

  it('are two events where one is added after one was removed', () => {
    const { emitted, insert, remove, close } = setup();
    insert('a {}');
    remove(0);
    insert('b {}');
    close();
    expect(emitted()).toMatchObject([
      { adds: [{ rule: 'a {}' }], removes: [{ index: 0 }] },
      { adds: [{ rule: 'b {}' }] },
    ]);
  });

  it.each<[string, object]>([
    ['another element', { id: 2 }],
    ['another sheet that can be adopted', { styleId: 2 }],
  ])('are two events where the second is of %s', (_, more) => {
    const { emitted, insert, close } = setup();
    insert('a {}');
    insert('b {}', more);
    close();
    expect(emitted()).toHaveLength(2);
  });

  it.each(['replace', 'replaceSync'])(
    'are apart from a %s between them',
    (name) => {
      const { emitted, tellOf, insert, close } = setup();
      insert('a {}');
      tellOf({ [name]: 'b {}' });
      insert('c {}');
      close();
      expect(emitted()).toMatchObject([
        { adds: [{ rule: 'a {}' }] },
        { [name]: 'b {}' },
        { adds: [{ rule: 'c {}' }] },
      ]);
    },
  );

  it('are at most a hundred in an event', () => {
    const { emitted, insert, close } = setup();
    for (let count = 0; count < 101; count += 1) insert('a {}');
    close();
    expect(emitted()).toMatchObject([
      { adds: { length: 100 } },
      { adds: { length: 1 } },
    ]);
  });

  it('are apart where one is long, so that no event becomes too large', () => {
    const { emitted, insert, close } = setup();
    insert('a {}');
    insert(`b { ${' '.repeat(10_000)} }`);
    close();
    expect(emitted()).toHaveLength(2);
  });

  it('may be no texts', () => {
    const { emitted, tellOf, close } = setup();
    tellOf({ adds: [{ rule: null }] });
    tellOf({ adds: [{ rule: undefined }] });
    close();
    expect(emitted()).toHaveLength(1);
  });
});

describe('any other event', () => {
  it('is told at once, after the rules before it', () => {
    const { emitted, tell, insert } = setup();
    insert('a {}');
    tell({ source: MUTATION });
    insert('b {}');
    expect(emitted()).toMatchObject([
      { source: STYLE_SHEET_RULE },
      { source: MUTATION },
    ]);
  });
});

it('hands on an event once', async () => {
  const { emitted, insert, close } = setup();
  insert('a {}');
  close();
  close();
  await Promise.resolve();
  await Promise.resolve();
  expect(emitted()).toHaveLength(1);
});
