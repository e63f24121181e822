import type { BrowserConfig, Event } from '@amplitude/analytics-core';
import type { SessionReplayPlugin } from '../../../src/plugin.js';
import type { FakeLogger } from '../../support/fake-logger.js';

/** How a host tells its plugins what happens. */
export interface HostKind {
  /** It calls them, before or after its configuration shows it. Otherwise only the configuration changes. */
  calls: 'before' | 'after' | 'never';
  /** It notes which plugins it has, and forgets one that is removed in `setup` without a word. */
  registers: boolean;
}

/** After so long without an event, the next one starts a session. Unit: ms. */
const SESSION_TIMEOUT_MS = 1_800_000;

/** As in the Browser SDK, whose settings are accessors. */
class HostConfig {
  readonly serverZone = 'US';
  private readonly values: Record<string, unknown>;
  constructor(
    readonly apiKey: string,
    deviceId: string,
    sessionId: number,
    readonly loggerProvider: FakeLogger,
    readonly remoteConfigClient: object,
  ) {
    this.values = { deviceId, sessionId, optOut: false };
  }
  get deviceId() {
    return this.values['deviceId'] as string;
  }
  set deviceId(it) {
    this.values['deviceId'] = it;
  }
  get sessionId() {
    return this.values['sessionId'] as number;
  }
  set sessionId(it) {
    this.values['sessionId'] = it;
  }
  get optOut() {
    return this.values['optOut'] as boolean;
  }
  set optOut(it) {
    this.values['optOut'] = it;
  }
}

/** The part of the Browser SDK that the plugin sees, and what a page does with it. */
export type Host = ReturnType<typeof createHost>;

/** Builds one. Its device IDs begin with its name. */
export function createHost({
  kind,
  name,
  apiKey,
  now,
  logger,
  remoteConfigClient,
  plugin: makePlugin,
  note,
}: {
  kind: HostKind;
  name: string;
  apiKey: string;
  now: () => number;
  logger: FakeLogger;
  remoteConfigClient: object;
  plugin: () => SessionReplayPlugin;
  /** Watches a promise that must not reject, and must settle. */
  note: (what: string, promise: Promise<unknown>) => void;
}) {
  const config = new HostConfig(
    apiKey,
    `${name}-1`,
    now(),
    logger,
    remoteConfigClient,
  );
  const registry = new Map<string, 'locked' | 'installed'>();
  const client = kind.registers ? { timeline: { pluginStatus: registry } } : {};
  let plugin = makePlugin();
  let deviceCount = 1;
  const firstSessionId = now();
  let lastSessionId = firstSessionId;
  let lastEventMs = now();
  /** How many have been added and not set up. */
  let inSetup = 0;

  const tell = (call: () => Promise<void>, change: () => void): void => {
    if (kind.calls !== 'before') change();
    if (kind.calls !== 'never' && registry.get(plugin.name) === 'installed')
      note('a callback', call());
    if (kind.calls === 'before') change();
  };
  const setSession = (id: number): void =>
    tell(
      () => plugin.onSessionIdChanged(id),
      () => {
        config.sessionId = id;
      },
    );
  const setDevice = (): void => {
    const deviceId = `${name}-${++deviceCount}`;
    tell(
      () => plugin.onIdentityChanged({ deviceId }),
      () => {
        config.deviceId = deviceId;
      },
    );
  };
  const newSession = (): void => {
    lastSessionId = Math.max(lastSessionId + 1, now());
    setSession(lastSessionId);
  };

  return {
    config,
    /** That with which the page begins. */
    firstSessionId,
    plugin: () => plugin,
    /** Whether it was removed in `setup`, which goes on. */
    isDropped: () => inSetup > 0 && !registry.has(plugin.name),
    /** Adds the same object again, or a new one. Hosts that keep a register refuse a second one. */
    add: (isNew: boolean): boolean => {
      const { name } = plugin;
      if (registry.has(name) && (kind.registers || isNew)) return false;
      // Then it would take the old one for installed.
      if (isNew && inSetup > 0) return false;
      if (isNew) plugin = makePlugin();
      registry.set(name, kind.registers ? 'locked' : 'installed');
      inSetup += 1;
      const setUp = plugin
        .setup(config as unknown as BrowserConfig, client as never)
        .then(() => {
          inSetup -= 1;
          if (registry.has(name)) registry.set(name, 'installed');
        });
      note('setup', setUp);
      return true;
    },
    remove: (): void => {
      const isTold = registry.get(plugin.name) === 'installed';
      registry.delete(plugin.name);
      if (isTold) note('teardown', plugin.teardown());
    },
    newSession,
    /** The ID that it has already. */
    sameSession: () => setSession(config.sessionId),
    /** Another tab, or the site, goes back to the session before. */
    setSession,
    setDevice,
    setUser: () =>
      tell(
        () => plugin.onIdentityChanged({ userId: 'somebody' } as object),
        () => {},
      ),
    setOptOut: (optOut: boolean) =>
      tell(
        () => plugin.onOptOutChanged(optOut),
        () => {
          config.optOut = optOut;
        },
      ),
    /** An event, which starts a session after a pause. Resolves to what becomes of it; `undefined`: nobody is asked. */
    track: (
      differs: Partial<Event>,
    ): { event: Event; result: Promise<Event> } => {
      if (now() - lastEventMs > SESSION_TIMEOUT_MS) newSession();
      lastEventMs = now();
      const event = {
        event_type: 'Clicked',
        session_id: config.sessionId,
        device_id: config.deviceId,
        event_properties: {},
        ...differs,
      } as Event;
      const result = plugin.execute(event);
      note('execute', result);
      return { event, result };
    },
  };
}
