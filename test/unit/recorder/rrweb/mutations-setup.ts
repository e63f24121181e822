import {
  EventType,
  IncrementalSource,
  type eventWithTime,
  type mutationData,
} from '@rrweb/types';
import { afterEach } from 'vitest';
import { settle } from '../../../support/fake-timers.js';
import { recordPage } from '../record-page.js';

/** The mutation events of a recording. */
export function mutationsOf(events: readonly eventWithTime[]): mutationData[] {
  return events.flatMap(({ type, data }) =>
    type === EventType.IncrementalSnapshot &&
    data.source === IncrementalSource.Mutation
      ? [data]
      : [],
  );
}

/** Call it once, outside of tests. Each recording ends with its test. */
export function useRecordings() {
  let stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops) stop();
    stops = [];
    document.body.innerHTML = '';
  });
  return {
    /** Records this page in the clear. */
    start: (html: string) => {
      document.body.innerHTML = html;
      const { events, recorder } = recordPage({ defaultMaskLevel: 'light' });
      stops.push(recorder.stop);
      return {
        events,
        /** What is told of a change. */
        tell: async (change: () => void): Promise<mutationData[]> => {
          const before = events.length;
          change();
          await settle();
          return mutationsOf(events.slice(before));
        },
      };
    },
  };
}

export function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}
