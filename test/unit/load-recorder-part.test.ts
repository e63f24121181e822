import { expect, it } from 'vitest';
import { loadRecorderPart } from '../../src/load-recorder-part.js';
import { startRecording } from '../../src/recording.js';

it('loads rrweb’s own recorder, and what makes recordings with it', async () => {
  const part = await loadRecorderPart();
  expect(part.record).toBeTypeOf('function');
  expect(part.record.takeFullSnapshot).toBeTypeOf('function');
  expect(part.startRecording).toBe(startRecording);
});
