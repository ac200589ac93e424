// The sealed tables of this telephone (加密存储): every value is AES-GCM under the data key, bound to its place.
import { type Bytes, fromText, joined, toText } from "./bytes.ts";
import { type Database, type Table, TABLES } from "./database.ts";

const NONCE = 12;

// One change of a row; without a value the row goes.
export type Change = { table: Table; key: string; value?: unknown; bytes?: Bytes };

// What was written under another key, or moved from another place.
export class CannotOpen extends Error {}

export class Store {
  readonly #database: Database;
  readonly #key: CryptoKey;

  constructor(database: Database, key: CryptoKey) {
    this.#database = database;
    this.#key = key;
  }

  // Seal everything first, then write it all in one transaction that is on disk when this returns.
  async write(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const sealed = await Promise.all(changes.map((each) => this.#sealed(each)));
    const touched = [...new Set(changes.map((each) => each.table))];
    const transaction = this.#database.transaction(touched, "readwrite", { durability: "strict" });
    const written = changes.map((change, at): Promise<unknown> => {
      const table = transaction.objectStore(change.table);
      const value = sealed[at];
      return value ? table.put(value, change.key) : table.delete(change.key);
    });
    await Promise.all([...written, transaction.done]);
  }

  async read<T>(table: Table, key: string): Promise<T | null> {
    const bytes = await this.bytes(table, key);
    return bytes && (JSON.parse(toText(bytes)) as T);
  }

  async bytes(table: Table, key: string): Promise<Bytes | null> {
    const sealed = await this.#database.get(table, key);
    return sealed ? this.#opened(table, key, sealed) : null;
  }

  // How many values of each table did not open when all were asked for.
  readonly damaged: Partial<Record<Table, number>> = {};

  // A value that was damaged stays where it lies and is counted, and keeps nobody from the others.
  async all<T>(table: Table): Promise<Map<string, T>> {
    const [keys, values] = await Promise.all([this.#database.getAllKeys(table), this.#database.getAll(table)]);
    const opened = await Promise.all(values.map((each, at) => this.#opened(table, keys[at]!, each).catch(damaged)));
    this.damaged[table] = opened.filter((each) => !each).length;
    return new Map(opened.flatMap((each, at) => (each ? [[keys[at]!, JSON.parse(toText(each)) as T] as const] : [])));
  }

  keys(table: Table): Promise<string[]> {
    return this.#database.getAllKeys(table);
  }

  async #sealed(change: Change): Promise<Bytes | null> {
    const plain = change.bytes ?? (change.value === undefined ? null : fromText(JSON.stringify(change.value)));
    if (!plain) return null;
    const iv = crypto.getRandomValues(new Uint8Array(NONCE));
    const place = fromText(`${change.table}/${change.key}`);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: place }, this.#key, plain);
    return joined(iv, new Uint8Array(sealed));
  }

  async #opened(table: Table, key: string, sealed: Bytes): Promise<Bytes> {
    const place = { name: "AES-GCM", iv: sealed.slice(0, NONCE), additionalData: fromText(`${table}/${key}`) };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(place, this.#key, sealed.slice(NONCE)));
    } catch (refusal) {
      throw new CannotOpen(`${table}/${key}`, { cause: refusal });
    }
  }
}

function damaged(problem: unknown): null {
  if (problem instanceof CannotOpen) return null;
  throw problem;
}

// Forget everything on this telephone; only when nothing waits to be sent, or somebody typed that it may go.
export async function forgetEverything(database: Database): Promise<void> {
  const all = ["vault", ...TABLES] as const;
  const transaction = database.transaction(all, "readwrite", { durability: "strict" });
  for (const table of all) void transaction.objectStore(table).clear();
  await transaction.done;
}
