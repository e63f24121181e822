import 'posthog-js/dist/posthog-recorder';
import { posthog } from 'posthog-js/dist/module.no-external';

/** With the recorder in the same file, so that nothing is loaded while it is measured. */
window.startContestant = (intakeUrl) =>
  new Promise((resolve) => {
    posthog.init('bench-key', {
      api_host: intakeUrl,
      person_profiles: 'identified_only',
      loaded: resolve,
    });
  });
