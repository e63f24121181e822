/** Translates the calls of the Amplitude Browser SDK into those of the client. */
import type {
  BrowserClient,
  BrowserConfig,
  EnrichmentPlugin,
  Event,
} from '@amplitude/analytics-core';
import type { SessionReplayOptions } from './config/options.js';
import { findRemoteConfigSource } from './config/remote-config-source.js';
import { readSettings, type Settings } from './config/settings.js';
import { createEnvironment, type Environment } from './environment.js';
import { followConfig } from './host/follow-config.js';
import {
  createIdentityReader,
  type HostIdentity,
  type IdentityReader,
} from './host/identity.js';
import { watchRegistration } from './host/registration.js';
import { trackSessions } from './host/session-tracking.js';
import { createLogger, describe, type OwnLogger } from './guard.js';
import { loadRecorderPart } from './load-recorder-part.js';
import { createSessionReplay, type SessionReplay } from './session-replay.js';
import type { Identity } from './session/replay-id.js';
import { statusBeforeStart, type Status } from './status.js';
import { loadTargetingPart } from './targeting/load-targeting-part.js';
import { replayProperties, type ReplayProperties } from './tag.js';

const PLUGIN_NAME = '@amplitude/plugin-session-replay-browser';

/** What exists between `setup` and `teardown`. */
interface Attachment {
  config: BrowserConfig;
  settings: Settings;
  replay: SessionReplay;
  /** Resolves when it is clear whether the session is recorded, or cannot be known soon. Never rejects. */
  ready: Promise<void>;
  /** Takes over whether the host says that the visitor has opted out. */
  setOptOut: (host: boolean) => void;
  /** Takes over what the host's configuration says now: older hosts tell of changes in no other way. */
  follow: () => void;
  /** Ends it where the host has dropped the plugin without a word. */
  endIfDropped: () => void;
  /** Ends what `setup` began, and resolves as `teardown` does. */
  end: () => Promise<void>;
  /** Tells of what went wrong with an event, once. */
  onError: (error: unknown) => void;
}

/**
 * The plugin of the Amplitude Browser SDK 2. Make one with `sessionReplayPlugin`.
 *
 * Errors: no method throws or rejects; problems go to the host's logger.
 */
export class SessionReplayPlugin implements EnrichmentPlugin<
  BrowserClient,
  BrowserConfig
> {
  /** The name by which hosts and other Amplitude products look the plugin up, and by which it is removed. */
  static readonly pluginName = PLUGIN_NAME;

  readonly name = PLUGIN_NAME;
  readonly type = 'enrichment' as const;

  private readonly options: SessionReplayOptions;
  private readonly environment: Environment;
  private readonly identity: IdentityReader;
  private readonly load: typeof loadRecorderPart;
  private attachment: Attachment | undefined;
  private logger: OwnLogger | undefined;

  constructor(options?: SessionReplayOptions);
  /**
   * For tests.
   *
   * @internal The published types know nothing of it, as they would need rrweb's.
   */
  constructor(
    options: SessionReplayOptions | undefined,
    environment: Environment,
    load?: typeof loadRecorderPart,
  );
  constructor(
    options?: SessionReplayOptions,
    environment = createEnvironment(),
    load = loadRecorderPart,
  ) {
    this.load = load;
    this.options = options ?? {};
    this.environment = environment;
    this.identity = createIdentityReader(this.options);
  }

  /** Called by the host when the plugin is added. */
  async setup(config: BrowserConfig, client?: BrowserClient): Promise<void> {
    const logger = createLogger(config.loggerProvider);
    this.logger = logger;
    try {
      void this.teardown();
      const isDropped = watchRegistration(client, this.name);
      const attachment = this.attach(config, logger, isDropped);
      if (!attachment) return;
      // Before its own client is there the host is still in `init`, and must not be held up in it. A `remove` that comes
      // while it waits is lost on hosts that keep no register.
      if (config.remoteConfigClient && isDropped) await attachment.ready;
      // Or another plugin could not be added in its place.
      attachment.endIfDropped();
      // Between this moment and the one in which the host goes on, it may be dropped, too.
      if (isDropped) this.environment.schedule(0, attachment.endIfDropped);
    } catch (error) {
      logger.error(`off, because ${describe(error)}`);
    }
  }

  /** Called by the host for each event. Resolves to the event, tagged if it belongs to the recorded session. */
  async execute(event: Event): Promise<Event> {
    const { attachment } = this;
    if (!attachment) return event;
    try {
      await attachment.ready;
      if (this.attachment !== attachment) return event;
      // Before the site's own function is asked: if it throws, an opt-out must have been seen.
      attachment.follow();
      const sessionId = this.identity.sessionOf(event);
      // And after it, because it may have named another session.
      attachment.follow();
      const { config, replay } = attachment;
      if (String(sessionId) === String(this.identity.read(config)?.sessionId)) {
        const evaluated = replay.targeting.evaluate(event);
        // While that is still being loaded it would hold the host up.
        if (replay.targeting.isLoaded()) await evaluated;
      }
      const visit = replay.recordedVisit();
      if (!visit || !this.identity.belongsTo(visit, event, sessionId))
        return event;
      return {
        ...event,
        event_properties: {
          ...event.event_properties,
          ...replayProperties(visit, attachment.settings),
        },
      };
    } catch (error) {
      attachment.onError(error);
      return event;
    }
  }

  /** Called by newer hosts when a session starts; `config` follows only afterwards. */
  async onSessionIdChanged(sessionId: number): Promise<void> {
    this.change({ sessionId });
  }

  /** Called by newer hosts when the device changes. */
  async onIdentityChanged({ deviceId }: { deviceId?: string }): Promise<void> {
    if (deviceId !== undefined) this.change({ deviceId });
  }

  /** Called by newer hosts when the visitor opts out or in. */
  async onOptOutChanged(optOut: boolean): Promise<void> {
    this.attachment?.setOptOut(optOut);
  }

  /** Called by the host when the plugin is removed. Resolves when what was recorded is delivered, or stays stored. */
  async teardown(): Promise<void> {
    const { attachment } = this;
    this.attachment = undefined;
    await attachment?.end();
  }

  /** Event properties that tag the session being recorded; `{}` while none is. */
  getSessionReplayProperties(): ReplayProperties {
    const { attachment } = this;
    return attachment
      ? replayProperties(attachment.replay.recordedVisit(), attachment.settings)
      : {};
  }

  /** What the recorder does at this moment, and why. */
  getStatus(): Status {
    return (
      this.attachment?.replay.status() ??
      statusBeforeStart(this.logger?.lastProblem())
    );
  }

  private attach(
    config: BrowserConfig,
    logger: OwnLogger,
    isDropped: (() => boolean) | undefined,
  ): Attachment | undefined {
    const { environment, options } = this;
    const { configServerUrl } = options;
    const forcesTracking = options.forceSessionTracking !== false;
    if (forcesTracking) trackSessions(config);
    const settings = readSettings(options, config, logger);
    if (!settings) return undefined;
    const replay = createSessionReplay({
      environment,
      settings,
      logger,
      kind: 'plugin',
      findRemoteConfig: () =>
        findRemoteConfigSource({
          host: config,
          configServerUrl,
          settings,
          environment,
          logger,
        }),
      loadTargetingPart,
      visitor: config,
      loadRecorderPart: async () => {
        const part = await this.load();
        // Before `setup` has ended, the host calls neither `teardown` nor the callbacks.
        attachment.endIfDropped();
        follow();
        return part;
      },
    });
    const shared = environment.sharedIdentity(config.instanceName);
    const hasOptedOut = (host: boolean): boolean =>
      host || shared?.getIdentity().optOut === true;
    const setOptOut = (host: boolean): void =>
      replay.setOptOut(hasOptedOut(host));
    const follow = (): void => {
      // Project settings that the host fetches may have switched it off again.
      if (forcesTracking && this.attachment === attachment)
        trackSessions(config);
      setOptOut(config.optOut);
      replay.setIdentity(...this.who(config));
    };
    shared?.addIdentityListener(follow);
    const unfollow = followConfig(config, follow);
    const [identity, deviceId] = this.who(config);
    let hasFailed = false;
    const attachment: Attachment = {
      config,
      settings,
      replay,
      ready: replay.start(identity, hasOptedOut(config.optOut), deviceId),
      setOptOut,
      follow,
      endIfDropped: () => {
        // By now the plugin may have been added elsewhere.
        if (isDropped?.() && this.attachment === attachment)
          void this.teardown();
      },
      end: async () => {
        await replay.shutdown();
        // Until then, an opt-out must keep back what is not sent.
        unfollow();
        shared?.removeIdentityListener(follow);
      },
      onError: (error) => {
        if (!hasFailed)
          logger.error(`could not tag events: ${describe(error)}`);
        hasFailed = true;
      },
    };
    this.attachment = attachment;
    return attachment;
  }

  private change(changed: HostIdentity): void {
    if (!this.attachment) return;
    const { config, replay } = this.attachment;
    const { deviceId, sessionId } = config;
    replay.setIdentity(...this.who({ deviceId, sessionId, ...changed }));
  }

  /** The visit, and the device, which is known also where a host starts no session. */
  private who(host: HostIdentity): [Identity | undefined, string | undefined] {
    return [this.identity.read(host), this.options.deviceId || host.deviceId];
  }
}

/**
 * Makes the plugin: `amplitude.add(sessionReplayPlugin({ sampleRate: 0.1 }))`, before or after `amplitude.init`.
 *
 * Errors: never throws; what is wrong with the options is said once, through the host's logger, when it is added.
 */
export function sessionReplayPlugin(
  options?: SessionReplayOptions,
): SessionReplayPlugin {
  return new SessionReplayPlugin(options);
}
