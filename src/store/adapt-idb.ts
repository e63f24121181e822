/** Leaves of idb what is called here, when script tags are built: nothing of this file is in a bundle. */
import { editText, type Edit } from '../edit-text.js';

const UNUSED_PARTS: Edit[] = [
  // Cursors and indexes.
  ['const instanceOfAny = ', 'const transactionDoneMap', ''],
  [
    '    if (instanceOfAny(value, getIdbProxyableTypes()))',
    '        return new Proxy(value',
    '    if ([IDBDatabase, IDBTransaction, IDBObjectStore].some((type) => value instanceof type))',
  ],
  [
    'function wrapFunction(',
    'function transformCachableValue(',
    `function wrapFunction(func) {
       return function (...args) {
         return wrap(func.apply(unwrap(this), args));
       };
     }`,
  ],
  // What is asked and done once needs no unlistening, and nothing that is wrapped before.
  [
    'function promisifyRequest(',
    'let idbProxyTraps',
    `function promisifyRequest(request) {
       return new Promise((resolve, reject) => {
         request.addEventListener('success', () => resolve(wrap(request.result)));
         request.addEventListener('error', () => reject(request.error));
       });
     }
     function cacheDonePromiseForTransaction(tx) {
       transactionDoneMap.set(tx, new Promise((resolve, reject) => {
         tx.addEventListener('complete', resolve);
         for (const type of ['error', 'abort'])
           tx.addEventListener(type, () => reject(tx.error || new DOMException('AbortError', 'AbortError')));
       }));
     }`,
  ],
  // The single store of a transaction, and what it takes to write properties and ask for them.
  [
    'let idbProxyTraps = {',
    'function wrapFunction(',
    `const idbProxyTraps = {
       get: (target, prop) => (prop === 'done' ? transactionDoneMap.get(target) : wrap(target[prop])),
     };`,
  ],
  // Callbacks that are never given, and those that always are.
  [
    '    if (upgrade) {',
    '    openPromise\n        .then',
    `    request.addEventListener('upgradeneeded', () => upgrade(wrap(request.result)));`,
  ],
  [
    '        if (terminated)',
    '        .catch(() => { });',
    `    db.addEventListener('close', terminated);
         db.addEventListener('versionchange', (event) => blocking(event.oldVersion, event.newVersion));
       })`,
  ],
  [
    'function deleteDB(',
    '    return wrap(request).then(',
    'function deleteDB(name) {\n  const request = indexedDB.deleteDatabase(name);',
  ],
  // Other ways to ask, and to go through rows.
  ['const readMethods = ', 'export {', ''],
];

/** The module that is changed. */
export const IDB_MODULE = /idb\/build\/index\.js$/;

/** Errors: throws where idb's text is not as it is known here. */
export function adaptIdb(source: string): string {
  return editText(source, UNUSED_PARTS, 'idb');
}
