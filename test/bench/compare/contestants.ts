/** One library, or none, that the same pages are run with. */
export interface Contestant {
  name: string;
  /** File in `test/bench/contestants`, without extension. */
  entry: string;
  /** Path of a build of ours that the page loads first. */
  script?: string;
  /** Of whom it is the addition: whose cost is subtracted. */
  base: 'nothing' | 'analytics';
  /**
   * Path of the requests that carry its recording.
   *
   * `'emit'`: it sends nothing, and the events it hands over are counted in the page. Missing: it does not record.
   */
  uploads?: RegExp | 'emit';
}

export const OURS = 'dist/session-replay.min.js';

/** All there are, in the order of the tables. `oldScript` is another build of ours to compare with. */
export function listContestants(oldScript?: string): Contestant[] {
  const ours: Contestant = {
    name: 'ours',
    entry: 'ours',
    script: OURS,
    base: 'analytics',
    uploads: /^\/sessions\/v2\/track/,
  };
  return [
    { name: 'nothing', entry: 'nothing', base: 'nothing' },
    { name: 'analytics', entry: 'analytics', base: 'nothing' },
    { name: 'rrweb', entry: 'rrweb', base: 'nothing', uploads: 'emit' },
    ours,
    ...(oldScript ? [{ ...ours, name: 'ours-old', script: oldScript }] : []),
    {
      name: 'published',
      entry: 'published',
      base: 'analytics',
      uploads: /^\/sessions\/v2\/track/,
    },
    {
      name: 'sentry',
      entry: 'sentry',
      base: 'nothing',
      uploads: /^\/sentry/,
    },
    {
      name: 'datadog',
      entry: 'datadog',
      base: 'nothing',
      uploads: /^\/datadog\/api\/v2\/replay/,
    },
    { name: 'posthog', entry: 'posthog', base: 'nothing', uploads: /^\/s\// },
    {
      name: 'clarity',
      entry: 'clarity',
      base: 'nothing',
      uploads: /^\/clarity/,
    },
  ];
}
