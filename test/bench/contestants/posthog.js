import 'posthog-js/dist/posthog-recorder';
import { posthog } from 'posthog-js/dist/module.no-external';

/** With the recorder in the same file, so that nothing is loaded while it is measured. */
window.startContestant = async (intakeUrl) => {
  posthog.init('bench-key', {
    api_host: intakeUrl,
    // Automated browsers are no visitors to it otherwise.
    opt_out_useragent_filter: true,
  });
};
