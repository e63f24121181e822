import { startIntake, type Intake } from './intake-server.js';
import { markedSite, type MarkedSiteOptions } from './marked-site.js';
import { startPages } from './page-server.js';

/** A marked site, its intake, and a page of another site to go to. */
export interface MarkedServer {
  intake: Intake;
  url: string;
  awayUrl: string;
  close: () => Promise<void>;
}

/** Starts a marked site with an intake of its own. */
export async function startMarkedServer(
  options: MarkedSiteOptions = {},
): Promise<MarkedServer> {
  const intake = await startIntake();
  const site = await startPages(markedSite(intake, options));
  const away = await startPages({ '/': '<!doctype html><title>Away</title>' });
  return {
    intake,
    url: site.url,
    awayUrl: away.url,
    close: async () => {
      await Promise.all([intake, site, away].map(({ close }) => close()));
    },
  };
}
