import { describe, expect, it } from 'vitest';
import { openHostVisit } from '../../support/host-visit.js';
import {
  MODULE_HOSTS,
  SCRIPT_TAG_HOSTS,
  type HostSite,
  type SiteOptions,
} from '../../support/hosts.js';
import { useBrowser } from '../../support/use-browser.js';

const BODY = `<h1>Heading</h1>
  <a id="file" href="#" download="file.pdf">File</a>
  <form onsubmit="return false"><input id="field"><button id="send">Send</button></form>`;

const ALL_OFF = {
  attribution: false,
  pageViews: false,
  formInteractions: false,
  fileDownloads: false,
  sessions: false,
};

/** Ways to leave everything off that the Browser SDK would send by itself. */
const OFF = [
  { defaultTracking: false },
  { defaultTracking: ALL_OFF },
  { autocapture: false },
  { autocapture: ALL_OFF },
  // The newer option wins.
  { autocapture: false, defaultTracking: true },
];

/** Ways to leave something on. */
const ON = [
  {},
  { defaultTracking: true },
  { defaultTracking: { sessions: false } },
  { autocapture: true },
  { autocapture: { sessions: false } },
];

/** The oldest, the first with `autocapture`, the last before its client kept a register, and the newest. */
const SITES = [...SCRIPT_TAG_HOSTS, ...MODULE_HOSTS].filter(({ name }) =>
  [
    'Browser SDK 2.9.3 by script tag',
    'Browser SDK 2.11.13 by script tag',
    'Browser SDK 2.31.0 by script tag',
    'Browser SDK 2.47.0 by npm',
  ].includes(name),
);

const { getBrowser, closeLater } = useBrowser();

/** The types of the events that come from a page that is used, and goes on under another session. */
async function typesSent(
  site: HostSite,
  { host = {}, ...options }: Omit<SiteOptions, 'intake'>,
): Promise<string[]> {
  const visit = await openHostVisit(getBrowser(), site, {
    body: BODY,
    host: { autocapture: undefined, defaultTracking: undefined, ...host },
    ...options,
  });
  closeLater(visit.close);
  await visit.run(`
    document.querySelector('#file').click();
    document.querySelector('#field').dispatchEvent(new Event('change', { bubbles: true }));
    document.querySelector('#send').click();
    amplitude.setSessionId(Date.now() + 1);`);
  await visit.track('End');
  const types = visit.intake.trackedEvents.map(({ event_type }) => event_type);
  return [...new Set(types)].sort();
}

describe.each(SITES)('with $name', (site) => {
  const understands = (options: object) =>
    site.version !== '2.9.3' || !('autocapture' in options);

  it.each(OFF.filter(understands))(
    'session start and end are all that %j sends',
    async (host) => {
      expect(await typesSent(site, { host })).toEqual([
        'End',
        'session_end',
        'session_start',
      ]);
    },
  );

  it.each(ON.filter(understands))(
    'session start and end are among what %j sends',
    async (host) => {
      expect(await typesSent(site, { host })).toEqual(
        expect.arrayContaining([
          '[Amplitude] Page Viewed',
          'End',
          'session_end',
          'session_start',
        ]),
      );
    },
  );

  it('the host is left alone with forceSessionTracking: false', async () => {
    const types = await typesSent(site, {
      host: { defaultTracking: false },
      plugin: { forceSessionTracking: false },
    });
    expect(types).toEqual(['End']);
  });
});
