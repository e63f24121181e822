/** The part of the library that only recorded sessions load: a file of its own, but for the one-file script tag. */
export { record } from './recorder/rrweb/record.js';
export { startRecording } from './recording.js';
export { forgetStored } from './store/forget-stored.js';
export { VERSION } from './version.js';
