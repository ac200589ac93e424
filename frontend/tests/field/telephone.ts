// A telephone with its store, for the tests.
import "fake-indexeddb/auto";
import { randomBytes } from "node:crypto";
import { openDatabase } from "../../src/field/database.ts";
import { type Draft, fileNote, Outbox } from "../../src/field/outbox.ts";
import { Server } from "../../src/field/server.ts";
import { Store } from "../../src/field/store.ts";

let made = 0;

export async function freshKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]) as Promise<CryptoKey>;
}

export async function telephone(address = "http://127.0.0.1:9/field/api/", patience = 10_000) {
  made += 1;
  const database = await openDatabase(`telephone-${made}`);
  const store = new Store(database, await freshKey());
  return { database, store, outbox: new Outbox(store), server: new Server(address, patience) };
}

export function draft(): Draft {
  const now = new Date().toISOString();
  const uuid = crypto.randomUUID();
  return {
    uuid,
    form: "regular_visit",
    version: "1",
    title: "日常走访",
    child: crypto.randomUUID(),
    task: null,
    base: {},
    xml: `<visit id="${uuid}"><name>张小明</name></visit>`,
    step: 0,
    begun_at: now,
    changed_at: now,
    files: [],
  };
}

export async function filled(outbox: Outbox, photoBytes = 0) {
  const begun = draft();
  if (!photoBytes) return outbox.finish(begun);
  const bytes = new Uint8Array(randomBytes(photoBytes));
  const withPhoto = { ...begun, files: [await fileNote("photo.jpg", "image/jpeg", bytes)] };
  await outbox.keep(withPhoto, [{ name: "photo.jpg", bytes }]);
  return outbox.finish(withPhoto);
}
