import * as Sentry from '@sentry/browser';

window.startContestant = async (intakeUrl) => {
  Sentry.init({
    dsn: 'https://key@example.com/1',
    tunnel: `${intakeUrl}/sentry`,
    replaysSessionSampleRate: 1,
    integrations: [Sentry.replayIntegration()],
  });
};
