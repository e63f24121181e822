/** Leaves of idb what is called here, when script tags are built: nothing of this file is in a bundle. */
import { editText, type Edit } from '../edit-text.js';

const UNUSED_PARTS: Edit[] = [
  // Cursors, indexes, writing of properties, the single store of a transaction, and what makes an object that is wrapped
  // twice the same.
  [
    'const instanceOfAny = ',
    '/**\n * Open a database.',
    `function wrap(value, owner) {
       if (typeof value === 'function') return (...given) => wrap(value.apply(owner, given));
       if (value instanceof IDBRequest)
         return new Promise((resolve, reject) => {
           value.addEventListener('success', () => resolve(wrap(value.result)));
           value.addEventListener('error', () => reject(value.error));
         });
       const done = value instanceof IDBTransaction && new Promise((resolve, reject) => {
         value.addEventListener('complete', resolve);
         for (const type of ['error', 'abort'])
           value.addEventListener(type, () => reject(value.error || new DOMException('AbortError', 'AbortError')));
       });
       return done || [IDBDatabase, IDBObjectStore].some((type) => value instanceof type)
         ? new Proxy(value, { get: (target, name) => (name === 'done' ? done : wrap(target[name], target)) })
         : value;
     }`,
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
  ['const readMethods = ', 'wrap };', 'export { deleteDB, openDB,'],
];

/** The module that is changed. */
export const IDB_MODULE = /idb\/build\/index\.js$/;

/** Errors: throws where idb's text is not as it is known here. */
export function adaptIdb(source: string): string {
  return editText(source, UNUSED_PARTS, 'idb');
}
