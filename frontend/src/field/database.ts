// The tables on the telephone (手机数据库). Nothing but sealed bytes goes into any but the first.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Bytes } from "./bytes.ts";

export const NAME = "gonghu-field";

export type Table = "items" | "drafts" | "records" | "files" | "settings";
export const TABLES: readonly Table[] = ["items", "drafts", "records", "files", "settings"];

// What must be readable before anybody typed a PIN; see vault.ts.
export type VaultRow = {
  device: string;
  salt: Bytes;
  secret: CryptoKey;
  wrapped: Bytes;
  recovery: Bytes;
  share: Bytes | null;
  wrongPins: number;
  contactAt: number;
  // The latest that the clock has ever said since: before it, the clock is wrong.
  seenAt: number;
  offlineDays: number;
};

type Sealed = { key: string; value: Bytes };

export interface Schema extends DBSchema {
  vault: { key: string; value: VaultRow };
  items: Sealed;
  drafts: Sealed;
  records: Sealed;
  files: Sealed;
  settings: Sealed;
}

export type Database = IDBPDatabase<Schema>;

export function openDatabase(name: string = NAME): Promise<Database> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      for (const table of ["vault", ...TABLES] as const) database.createObjectStore(table);
    },
    // A newer version of the app asks for the tables: let go, so that it need not wait for this one.
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
    },
  });
}
