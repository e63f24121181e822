import { clarity } from 'clarity-js';

window.startContestant = async (intakeUrl) => {
  clarity.start({
    projectId: 'bench',
    upload: `${intakeUrl}/clarity`,
    track: true,
    lean: false,
    content: true,
  });
};
