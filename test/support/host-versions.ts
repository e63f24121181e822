/** What a version of the Browser SDK does for its plugins. */
export interface HostAbilities {
  /** Refuses a second plugin of a name, and a `remove` of one that it does not have, with a warning each. */
  checksNames: boolean;
  /** Takes a `remove` of a plugin whose `setup` has not ended. */
  removesInSetup: boolean;
}

/** A version of the Browser SDK. */
export interface HostVersion {
  version: string;
  /** The name, or alias, by which npm has installed it. */
  packageName: string;
  can: HostAbilities;
  /**
   * What it can as a module, if that differs: npm joins old versions with the newest `@amplitude/analytics-core`, while
   * their script tags hold that of their time.
   */
  canAsModule?: HostAbilities;
  /** Options of `init` that it needs besides those of the others. */
  init?: Record<string, unknown>;
}

const NEWEST: HostAbilities = { checksNames: true, removesInSetup: true };
const MIDDLE: HostAbilities = { checksNames: true, removesInSetup: false };
const OLDEST: HostAbilities = { checksNames: false, removesInSetup: false };

const alias = (version: string) => ({
  version,
  packageName: `analytics-browser-${version}`,
});

export const HOST_VERSIONS: HostVersion[] = [
  {
    ...alias('2.9.3'),
    can: OLDEST,
    canAsModule: NEWEST,
    // It knows no `autocapture`.
    init: { defaultTracking: false },
  },
  { ...alias('2.11.13'), can: MIDDLE, canAsModule: NEWEST },
  {
    ...alias('2.17.2'),
    can: MIDDLE,
    canAsModule: NEWEST,
    // It would ask for settings of its own, at an address of an older form.
    init: { fetchRemoteConfig: false },
  },
  { ...alias('2.25.0'), can: MIDDLE, canAsModule: NEWEST },
  { ...alias('2.31.0'), can: MIDDLE },
  {
    version: '2.47.0',
    packageName: '@amplitude/analytics-browser',
    can: NEWEST,
  },
];
