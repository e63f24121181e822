import type { Page } from 'playwright-core';
import { gunzipSync } from 'node:zlib';

/**
 * Everything that the page's origin has stored in databases and web storage, as texts by where they lie.
 *
 * Bytes that are gzip are there unpacked, other bytes as they are.
 */
export async function readStoredContents(
  page: Page,
): Promise<{ where: string; text: string }[]> {
  const entries = await page.evaluate(readAll);
  return entries.map(({ where, text, base64 }) => ({
    where: `stored in ${where}`,
    text: base64 === undefined ? text : unpack(Buffer.from(base64, 'base64')),
  }));
}

function unpack(bytes: Buffer): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
}

interface StoredEntry {
  where: string;
  text: string;
  base64?: string;
}

/** Runs in the page, through connections of its own, which are closed at once. */
async function readAll(): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  const settle = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });
  const add = (where: string, row: unknown): void => {
    const text = JSON.stringify(row, (_, value: unknown) => {
      if (!ArrayBuffer.isView(value)) return value;
      const { buffer, byteOffset, byteLength } = value;
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      entries.push({ where, text: '', base64: btoa(binary) });
      return null;
    });
    entries.push({ where, text });
  };
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settle(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows: IDBRequest<unknown[]> = database
        .transaction(store)
        .objectStore(store)
        .getAll();
      for (const row of await settle(rows)) add(store, row);
    }
    database.close();
  }
  for (const storage of [localStorage, sessionStorage])
    add('web storage', Object.entries(storage));
  return entries;
}
