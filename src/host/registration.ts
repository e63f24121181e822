/** Where newer hosts note which plugins they know. Internal to them, so that nothing here relies on it. */
interface RegisteringHost {
  timeline?: { pluginStatus?: { has: (name: string) => boolean } };
}

/**
 * Makes what tells whether the host has dropped a plugin; `undefined` where the host does not note that it has it. Call
 * it within `setup`.
 *
 * Why: a `remove` during `setup` makes newer hosts forget the plugin without calling `teardown`.
 */
export function watchRegistration(
  client: unknown,
  name: string,
): (() => boolean) | undefined {
  const registry = (client as RegisteringHost | undefined)?.timeline
    ?.pluginStatus;
  const isKnown = (): boolean => registry?.has(name) === true;
  return isKnown() ? () => !isKnown() : undefined;
}
