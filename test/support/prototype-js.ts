/** Gives lists the JSON that Prototype.js 1.6 gives them. */
export function giveListsJson(): void {
  Object.assign(Array.prototype, {
    toJSON(this: unknown[]) {
      return `[${this.map((it) => JSON.stringify(it)).join(', ')}]`;
    },
  });
}

/** Runs a task on a page with Prototype.js 1.6. Its `reduce` breaks the Browser SDK, too. */
export function withPrototypeJs<T>(task: () => T): T {
  const list = Array.prototype as { toJSON?: unknown };
  const own = Object.getOwnPropertyDescriptor(list, 'reduce') as object;
  giveListsJson();
  Object.assign(list, {
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
