import type { Page } from 'playwright-core';

/** What a page has written into IndexedDB so far. */
export interface Written {
  /** Estimated size of the values. Unit: bytes. */
  bytes: number;
  putCount: number;
}

/** What lies in one store. */
export interface StoreSize {
  rowCount: number;
  /** Estimated as for `Written`. Unit: bytes. */
  bytes: number;
}

/** Measures what goes into the stores of a page's databases, and what lies there. */
export interface StorageMeter {
  /** By name of the store. */
  readWritten: () => Promise<Record<string, Written>>;
  /** By name of the store, of all databases of the origin. */
  readStores: () => Promise<Record<string, StoreSize>>;
}

/**
 * Counts in the page's next document.
 *
 * Sizes are those of the structured clone that the browser stores, without its few bytes of tags: a string has a byte
 * for each character where all are Latin-1 and two otherwise, a number has 8, everything else of one value 1; binary
 * data its length; an object its keys, as strings, and its values.
 */
export async function startStorageMeter(page: Page): Promise<StorageMeter> {
  await page.addInitScript(installStorageMeter);
  return {
    readWritten: () => page.evaluate('storageMeter.written'),
    readStores: () => page.evaluate('storageMeter.readStores()'),
  };
}

/** Runs in the page. */
function installStorageMeter(): void {
  const written: Record<string, { bytes: number; putCount: number }> = {};

  const sizeOf = (value: unknown): number => {
    if (typeof value === 'string')
      return /[\u0100-\uffff]/.test(value) ? 2 * value.length : value.length;
    if (typeof value === 'number') return 8;
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
      return value.byteLength;
    if (value instanceof Blob) return value.size;
    if (typeof value !== 'object' || value === null) return 1;
    const keyBytes = Array.isArray(value)
      ? 0
      : sizeOf(Object.keys(value).join(''));
    return Object.values(value).reduce<number>(
      (total, member) => total + sizeOf(member),
      keyBytes,
    );
  };

  for (const name of ['put', 'add']) {
    const original = Reflect.get(IDBObjectStore.prototype, name);
    const counting = function (this: IDBObjectStore, ...parameters: unknown[]) {
      const sum = (written[this.name] ??= { bytes: 0, putCount: 0 });
      sum.bytes += sizeOf(parameters[0]);
      sum.putCount += 1;
      return original.apply(this, parameters);
    };
    Reflect.set(IDBObjectStore.prototype, name, counting);
  }

  const settle = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });
  const readStores = async () => {
    const sizes: Record<string, { rowCount: number; bytes: number }> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settle(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows = await settle(
          database.transaction(store).objectStore(store).getAll(),
        );
        const size = (sizes[store] ??= { rowCount: 0, bytes: 0 });
        size.rowCount += rows.length;
        size.bytes += sizeOf(rows);
      }
      database.close();
    }
    return sizes;
  };
  Reflect.set(window, 'storageMeter', { written, readStores });
}
