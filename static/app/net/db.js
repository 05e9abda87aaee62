const NAME = "trustme";
const STORES = ["outbox", "drafts", "kept"];

/** @type {Promise<IDBDatabase | null> | null} */
let opening = null;

/**
 * IndexedDB as four small promises; a browser that refuses it (private mode) gets a memory that dies with the page.
 * @type {Kept}
 */
export const db = {
  put: (store, key, value) => run(store, "readwrite", (table) => table.put(value, key), (map) => map.set(key, value)),
  get: (store, key) => run(store, "readonly", (table) => table.get(key), (map) => map.get(key)),
  all: (store) => run(store, "readonly", (table) => table.getAll(), (map) => [...map.values()]),
  remove: (store, key) => run(store, "readwrite", (table) => table.delete(key), (map) => map.delete(key)),
};

export async function forgetEverything() {
  for (const store of STORES) await run(store, "readwrite", (table) => table.clear(), (map) => map.clear());
}

const memory = new Map(STORES.map((name) => [name, new Map()]));

/**
 * @param {string} store @param {IDBTransactionMode} mode
 * @param {(table: IDBObjectStore) => IDBRequest} inDatabase @param {(map: any) => any} inMemory
 */
async function run(store, mode, inDatabase, inMemory) {
  const database = await open();
  if (!database) return inMemory(memory.get(store));
  try {
    return await new Promise((resolve, reject) => {
      const request = inDatabase(database.transaction(store, mode).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch (error) {
    // Safari loses its databases while a page lives: the next one asks for it anew.
    opening = null;
    database.close();
    throw error;
  }
}

function open() {
  opening ??= new Promise((resolve) => {
    if (!globalThis.indexedDB) return resolve(null);
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  return opening;
}
