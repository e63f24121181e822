/**
 * The host's switches for the events it sends by itself. `sessions` is the one for session start and end. Hosts that
 * have `autocapture` copy it here, and look for sessions only here.
 */
export interface TrackingHost {
  defaultTracking?: boolean | (object & { sessions?: boolean });
}

/** Everything that `defaultTracking: false` leaves off. Absent keys would mean "on". */
const ALL_OFF = {
  attribution: false,
  fileDownloads: false,
  formInteractions: false,
  pageViews: false,
};

/** Makes the host send session start and end, and switches on nothing else. Absent and `true` do so already. */
export function trackSessions(host: TrackingHost): void {
  const tracking = host.defaultTracking;
  if (tracking === false) host.defaultTracking = { ...ALL_OFF, sessions: true };
  else if (typeof tracking === 'object' && tracking?.sessions === false)
    host.defaultTracking = { ...tracking, sessions: true };
}
