/**
 * Web Locks as far as the library uses them: exclusive, `ifAvailable`. Share one between "tabs".
 * A request is answered once `beforeAnswer` resolves, and rejects where that does.
 */
export function fakeLocks(
  beforeAnswer: () => Promise<void> = () => Promise.resolve(),
): LockManager {
  const held = new Set<string>();
  const request = async (
    name: string,
    options: LockOptions,
    callback: LockGrantedCallback<unknown>,
  ): Promise<unknown> => {
    if (!options.ifAvailable) throw new Error('fakeLocks never waits');
    await beforeAnswer();
    if (held.has(name)) return callback(null);
    held.add(name);
    try {
      return await callback({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
    }
  };
  return {
    request: request as LockManager['request'],
    query: async () => ({
      held: [...held].map((name) => ({ name, mode: 'exclusive' })),
      pending: [],
    }),
  };
}
