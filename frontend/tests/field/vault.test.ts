// What opens the store, and what never does.
import assert from "node:assert/strict";
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { test } from "node:test";
import { openDatabase } from "../../src/field/database.ts";
import { letter } from "../../src/field/letter.ts";
import { CannotOpen, Store } from "../../src/field/store.ts";
import { Vault } from "../../src/field/vault.ts";
import { draft, telephone } from "./telephone.ts";

const DAY_MS = 24 * 3600 * 1000;
const pieces = () => ({ share: randomBytes(32).toString("base64"), rescue_key: "", offline_days: 14 });
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

test("too many days without contact seal it", async () => {
  for (const [days, state] of [[14, "LOCKED"], [15, "SEALED"]] as const) {
    const { clock, vault: kept } = await vault();
    clock.now += days * DAY_MS;
    assert.equal(await kept.state(), state, `${days} days`);
  }
});

test("a clock that begins again in 1970 seals nobody out, and gives no days back", async () => {
  const { clock, vault: kept } = await vault();
  const began = clock.now;
  clock.now += 10 * DAY_MS;
  await kept.state();
  clock.now = 0;
  assert.deepEqual([await kept.state(), await kept.daysAway()], ["LOCKED", 10]);
  assert.ok("opened" in ((await kept.unlock("135790")) as object));
  clock.now = began + 15 * DAY_MS;
  assert.equal(await kept.state(), "SEALED");
});

test("the server's clock puts a wrong one right", async () => {
  const { clock, vault: kept } = await vault();
  const now = clock.now + 2 * DAY_MS;
  clock.now = 0;
  await kept.spokeWithServer(14, now);
  clock.now = now + DAY_MS;
  assert.deepEqual([await kept.state(), await kept.daysAway()], ["LOCKED", 1]);
});

test("another share of the server is not taken for this telephone's", async () => {
  const { vault: kept, kept: own } = await vault();
  await kept.seal();
  assert.equal(await kept.release(pieces()), false);
  assert.equal(await kept.state(), "SEALED");
  assert.equal(await kept.release(own), true);
  assert.ok("opened" in ((await kept.unlock("135790")) as object));
});

test("a changed PIN opens, the old one does not, and a wrong old one is counted", async () => {
  const { vault: kept } = await vault();
  assert.deepEqual(await kept.tryPin("000000"), { wrong: 9 });
  const tried = await kept.tryPin("135790");
  assert.ok(typeof tried === "object" && "raw" in tried);
  await kept.changePin(tried, "246802");
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
  assert.deepEqual([[...(await store.all("items")).keys()], (await store.keys("items")).length], [["child:1"], 2]);
  assert.deepEqual(store.damaged, { items: 1 });
});

test("whoever forgot the PIN signs in and chooses another; without signing in nothing opens without it", async () => {
  const { vault: kept, kept: given, store, database } = await vault();
  await store.write([{ table: "items", key: "child:1", value: 1 }]);
  await kept.seal();
  assert.equal(await kept.beginAnew("246802", pieces()), null);
  const key = await kept.beginAnew("246802", given);
  assert.equal(await new Store(database, key!).read("items", "child:1"), 1);
  assert.ok("opened" in ((await kept.unlock("246802")) as object));
  const row = await database.get("vault", "vault");
  const share = Buffer.from(given.share, "base64");
  for (const value of Object.values(row!)) if (value instanceof Uint8Array) assert.equal(Buffer.from(value).includes(share), false);
});

test("a letter of what waits is opened by the deployment that it is for", async () => {
  const own = createECDH("prime256v1");
  own.generateKeys();
  const wanted = ["one", "two", "three"];
  const lines = await Array.fromAsync(letter(inPieces(wanted), own.getPublicKey("base64"), "device", "2026-11-22T00:00:00Z"));
  const [head, ...sealed] = lines;
  const point = JSON.parse(head!).key as string;
  const shared = own.computeSecret(Buffer.from(point, "base64"));
  const salt = Buffer.concat([Buffer.from(point, "base64"), own.getPublicKey()]);
  const key = Buffer.from(hkdfSync("sha256", shared, salt, "gonghu letter 1", 32));
  const opened = sealed.map((line, number) => {
    const raw = Buffer.from(line, "base64");
    const opening = createDecipheriv("aes-256-gcm", key, raw.subarray(0, 12));
    opening.setAAD(Buffer.from(`${head}\n${number}\n${number === sealed.length - 1 ? 1 : 0}`));
    opening.setAuthTag(raw.subarray(-16));
    return Buffer.concat([opening.update(raw.subarray(12, -16)), opening.final()]).toString();
  });
  assert.deepEqual(opened, wanted);
});

async function* inPieces(texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text);
}
