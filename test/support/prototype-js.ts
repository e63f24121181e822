/** Runs a task on a page with Prototype.js 1.6, which has a JSON and a `reduce` of its own for lists. */
export function withPrototypeJs<T>(task: () => T): T {
  const list = Array.prototype as unknown[] & { toJSON?: () => string };
  const own = Object.getOwnPropertyDescriptor(list, 'reduce') as object;
  Object.assign(list, {
    toJSON(this: unknown[]) {
      return `[${this.map((it) => JSON.stringify(it)).join(', ')}]`;
    },
    reduce(this: unknown[]) {
      return this.length > 1 ? this : this[0];
    },
  });
  try {
    return task();
  } finally {
    delete list.toJSON;
    Object.defineProperty(list, 'reduce', own);
  }
}
