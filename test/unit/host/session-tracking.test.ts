import { expect, it } from 'vitest';
import {
  trackSessions,
  type TrackingHost,
} from '../../../src/host/session-tracking.js';

const ALL_OFF = {
  attribution: false,
  fileDownloads: false,
  formInteractions: false,
  pageViews: false,
};

it.each<[TrackingHost['defaultTracking'], TrackingHost['defaultTracking']]>([
  [undefined, undefined],
  [true, true],
  [false, { ...ALL_OFF, sessions: true }],
  [{}, {}],
  [ALL_OFF, ALL_OFF],
  [{ sessions: false }, { sessions: true }],
  [
    { ...ALL_OFF, sessions: false },
    { ...ALL_OFF, sessions: true },
  ],
])('turns defaultTracking %o into %o', (given, expected) => {
  const host: TrackingHost =
    given === undefined ? {} : { defaultTracking: given };
  trackSessions(host);
  expect(host.defaultTracking).toEqual(expected);
});

it('leaves null alone, which the host takes for absent', () => {
  const host = { defaultTracking: null };
  trackSessions(host as unknown as TrackingHost);
  expect(host.defaultTracking).toBeNull();
});

it('does not change the object that the site gave', () => {
  const given = { sessions: false };
  trackSessions({ defaultTracking: given });
  expect(given).toEqual({ sessions: false });
});
