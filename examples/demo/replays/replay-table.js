import { h } from '../shared/dom.js';
import { createReplayRow } from './replay-row.js';

/** @import { ReplayOverview } from '../store/replay-store.js' */

/** @typedef {ReturnType<typeof createReplayRow>} ReplayRow */

const COLUMNS = [
  'Visit',
  'Duration',
  'Pages',
  'Recorded events',
  'Analytics events',
  'Sent',
  'Browser',
];

/**
 * A table of replays that only ever touches what changed: rows stay the same elements, so
 * that focus, selection and scroll position survive an update.
 */
export function createReplayTable() {
  /** @type {Map<string, ReplayRow>} By replay ID. */
  const rows = new Map();
  const body = h('tbody');
  const element = h(
    'table',
    { class: 'replay-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        COLUMNS.map((name) => h('th', { scope: 'col' }, name)),
      ),
    ),
    body,
  );

  return {
    element,

    /** @param {ReplayOverview[]} replays In the order to show them. */
    update: (replays) => {
      const ids = new Set(replays.map(({ replayId }) => replayId));
      for (const [replayId, row] of rows) {
        if (ids.has(replayId)) continue;
        row.element.remove();
        rows.delete(replayId);
      }
      replays.forEach((replay, index) => {
        const row = rows.get(replay.replayId) ?? createReplayRow(replay);
        rows.set(replay.replayId, row);
        row.update(replay, Date.now());
        const place = body.children[index];
        if (place !== row.element)
          body.insertBefore(row.element, place ?? null);
      });
    },
  };
}
