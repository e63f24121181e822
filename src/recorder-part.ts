/** The part of the library that only recorded sessions load: a file of its own, but for the one-file script tag. */
export { record } from '@rrweb/record';
export { startRecording } from './recording.js';
export { VERSION } from './version.js';
