import { version } from '../package.json';

/** Version of this library. Shape: semantic version. */
export const VERSION: string = version;
