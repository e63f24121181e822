import { startIntake, type Intake } from './intake-server.js';
import { markedSite } from './markers.js';
import { startPages } from './page-server.js';

/** A marked site, its intake, and a page of another site to go to. */
export interface MarkedServer {
  intake: Intake;
  url: string;
  awayUrl: string;
  close: () => Promise<void>;
}

/** @param nodeCount Further elements of the site's page, to make its snapshot large. */
export async function startMarkedServer(nodeCount = 0): Promise<MarkedServer> {
  const intake = await startIntake();
  const site = await startPages(markedSite(intake, { nodeCount }));
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
