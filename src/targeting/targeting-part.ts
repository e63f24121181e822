/** The part of the library that only projects with targeting rules load: a file of its own. */
export { createDecide } from './decide.js';
export { VERSION } from '../version.js';
