/** What a visit depends on. */
const WATCHED = ['optOut', 'deviceId', 'sessionId'];

/** Who is told, by configuration, and what ends that: whoever was removed follows until everything is delivered. */
const followed = new WeakMap<object, [Set<() => void>, () => void]>();

/**
 * Tells in the same moment that the host has assigned what a visit depends on, until the returned function is called.
 *
 * Why: the Browser SDK before 2.17 calls its plugins for nothing but events, and once the visitor has opted out there
 * are none. In all versions these settings are accessors, as the SDK stores what is assigned.
 */
export function followConfig(
  config: object,
  onAssigned: () => void,
): () => void {
  const [told, end] = followed.get(config) ?? watch(config);
  told.add(onAssigned);
  return () => {
    told.delete(onAssigned);
    if (!told.size) end();
  };
}

function watch(config: object): [Set<() => void>, () => void] {
  const told = new Set<() => void>();
  const accessors = (Object.getPrototypeOf(config) ?? {}) as object;
  const keys = WATCHED.filter(
    (key) => key in accessors && !Object.hasOwn(config, key),
  );
  for (const key of keys)
    Object.defineProperty(config, key, {
      configurable: true,
      get: () => Reflect.get(accessors, key, config) as unknown,
      set: (value) => {
        Reflect.set(accessors, key, value, config);
        for (const tell of told) tell();
      },
    });
  const end = (): void => {
    for (const key of keys) Reflect.deleteProperty(config, key);
    followed.delete(config);
  };
  followed.set(config, [told, end]);
  return [told, end];
}
