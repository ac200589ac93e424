// What opens the store, and what never does.
import assert from "node:assert/strict";
import { constants, createDecipheriv, generateKeyPairSync, type KeyObject, privateDecrypt, randomBytes } from "node:crypto";
import { test } from "node:test";
import { toBase64 } from "../../src/field/bytes.ts";
import { openDatabase } from "../../src/field/database.ts";
import { CannotOpen, Store } from "../../src/field/store.ts";
import { Vault } from "../../src/field/vault.ts";
import { draft, telephone } from "./telephone.ts";

const DAY_MS = 24 * 3600 * 1000;
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
const pieces = () => ({ share: randomBytes(32).toString("base64"), rescue_key: toBase64(spki), offline_days: 14 });
let made = 0;

async function vault() {
  made += 1;
  const database = await openDatabase(`vault-${made}`);
  const clock = { now: Date.UTC(2026, 10, 22) };
  const kept = pieces();
  const opening = new Vault(database, () => clock.now);
  const key = await opening.begin(crypto.randomUUID(), "135790", kept);
  return { database, clock, kept, vault: opening, store: new Store(database, key) };
}

test("the right PIN opens what was kept, also after the app was closed", async () => {
  const { database, vault: first, store } = await vault();
  await store.write([{ table: "items", key: "child:1", value: { name: "张小明" } }]);
  const again = await new Vault(database, () => Date.UTC(2026, 10, 23)).unlock("135790");
  assert.ok(typeof again === "object" && "opened" in again);
  assert.deepEqual(await new Store(database, again.opened).read("items", "child:1"), { name: "张小明" });
  assert.equal(await first.state(), "LOCKED");
});

test("ten wrong PINs seal it, closing the app between gives none back, and signing in opens it again", async () => {
  const { database, kept } = await vault();
  const at = () => Date.UTC(2026, 10, 22);
  for (let left = 9; left > 0; left -= 1) assert.deepEqual(await new Vault(database, at).unlock("000000"), { wrong: left });
  assert.equal(await new Vault(database, at).unlock("000000"), "SEALED");
  assert.equal(await new Vault(database, at).unlock("135790"), "SEALED");
  assert.equal(await new Vault(database, at).state(), "SEALED");
  await new Vault(database, at).release(kept);
  assert.ok("opened" in ((await new Vault(database, at).unlock("135790")) as object));
});

test("too many days without contact seal it, and so does a clock that was set back", async () => {
  for (const [days, state] of [[14, "LOCKED"], [15, "SEALED"], [-0.9, "LOCKED"], [-2, "SEALED"]] as const) {
    const { clock, vault: kept } = await vault();
    clock.now += days * DAY_MS;
    assert.equal(await kept.state(), state, `${days} days`);
  }
});

test("another share of the server opens nothing", async () => {
  const { vault: kept } = await vault();
  await kept.release(pieces());
  assert.deepEqual(await kept.unlock("135790"), { wrong: 9 });
});

test("a changed PIN opens, the old one does not", async () => {
  const { vault: kept } = await vault();
  assert.equal(await kept.changePin("000000", "246802"), false);
  assert.equal(await kept.changePin("135790", "246802"), true);
  assert.deepEqual(await kept.unlock("135790"), { wrong: 9 });
  assert.ok("opened" in ((await kept.unlock("246802")) as object));
});

test("nothing lies in the tables in clear, and no value opens in another's place", async () => {
  const { database, store, outbox } = await telephone();
  const kept = draft();
  await outbox.keep(kept, [{ name: "a.jpg", bytes: new TextEncoder().encode("张小明的照片") }]);
  await store.write([{ table: "items", key: "child:1", value: { name: "张小明" } }]);
  for (const table of ["items", "drafts", "files"] as const) {
    for (const value of await database.getAll(table)) {
      assert.equal(Buffer.from(value).includes(Buffer.from("张小明")), false, table);
    }
  }
  await database.put("items", (await database.get("items", "child:1"))!, "child:2");
  await assert.rejects(store.read("items", "child:2"), CannotOpen);
});

test("what is rescued opens with the server's private key and nothing else", async () => {
  const { database, vault: kept, store } = await vault();
  await store.write([{ table: "records", key: "r", value: { xml: "<a/>" } }]);
  const wrapped = Buffer.from((await kept.rescueKey())!);
  const raw = privateDecrypt({ key: privateKey as KeyObject, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, wrapped);
  const sealed = Buffer.from((await database.get("records", "r"))!);
  const opening = createDecipheriv("aes-256-gcm", raw, sealed.subarray(0, 12));
  opening.setAAD(Buffer.from("records/r"));
  opening.setAuthTag(sealed.subarray(-16));
  assert.equal(Buffer.concat([opening.update(sealed.subarray(12, -16)), opening.final()]).toString(), '{"xml":"<a/>"}');
});
