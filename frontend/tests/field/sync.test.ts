// A whole run: forms, records, area; whatever hangs or is refused, the rest goes on.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import type { Item } from "../../src/field/server.ts";
import { Sync, type SyncState } from "../../src/field/sync.ts";
import { Vault } from "../../src/field/vault.ts";
import { FakeServer } from "./fake_server.ts";
import { filled, telephone } from "./telephone.ts";

const forms = new Map<string, Response>();
let server: FakeServer;
let address: string;

before(async () => {
  server = new FakeServer();
  address = await server.start();
  const cache = {
    keys: async () => [...forms.keys()].map((url) => ({ url })),
    match: async (url: string) => forms.get(url),
    put: async (url: string, answer: Response) => forms.set(url, answer),
    delete: async ({ url }: { url: string }) => forms.delete(url),
  };
  Object.assign(globalThis, { caches: { open: async () => cache }, location: { href: address } });
});
after(() => server.stop());
beforeEach(() => {
  forms.clear();
  server.forget();
});

async function run(records = 0, patience?: number) {
  const phone = await telephone(address, patience);
  const vault = new Vault(phone.database);
  await vault.begin("device", "135790", { share: randomBytes(32).toString("base64"), rescue_key: "", offline_days: 14 });
  const made = [];
  for (let each = 0; each < records; each += 1) made.push(await filled(phone.outbox));
  const told: [SyncState, string][] = [];
  const sync = () =>
    new Promise<void>((done) => {
      const runner = new Sync({
        ...phone, vault, device: "device",
        changed: async () => {},
        became: (state, reason) => {
          told.push([state, reason]);
          if (state === "BUSY") return;
          runner.end();
          done();
        },
      });
      void runner.now();
    });
  await sync();
  const items = async () => [...(await phone.store.all<Item>("items")).keys()];
  return { ...phone, made, sync, items, last: () => told.at(-1), state: async (uuid: string) => (await phone.outbox.record(uuid))?.state };
}

test("a form that hangs holds nothing else up, and comes the next time", async () => {
  server.areaItems = [{ kind: "child", key: "1", digest: "a", body: {} }];
  server.formFault = "hang";
  const { made, state, items, last, sync } = await run(1, 500);
  assert.deepEqual([await state(made[0]!.uuid), await items(), last(), forms.size], ["DELIVERED", ["child:1"], ["DONE", ""], 0]);
  server.formFault = null;
  await sync();
  assert.equal(forms.size, 1);
});

test("an area that is too large is told in words, and the forms are here all the same", async () => {
  server.areaFault = 422;
  const { last } = await run();
  assert.deepEqual([last(), forms.size], [["REFUSED", "不能收下。请修改"], 1]);
});

test("what changed between two pages is asked for once more", async () => {
  const [first, second] = ["1", "2"].map((key) => ({ kind: "child", key, digest: "a", body: {} }));
  server.areaItems = [first!, second!];
  server.pageOfArea = 1;
  server.afterPage = () => {
    server.areaItems = [{ ...first!, digest: "b" }, second!];
  };
  const { store, last } = await run();
  assert.equal((await store.read<Item>("items", "child:1"))?.digest, "b");
  assert.deepEqual(last(), ["DONE", ""]);
});

test("a telephone without room still delivers, which makes room, and says what is the matter", async () => {
  const { made, outbox, database, sync, last, state } = await run(1);
  assert.equal(await state(made[0]!.uuid), "DELIVERED");
  const [plain, withPhoto] = [await filled(outbox), await filled(outbox, 100_000)];
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
  try {
    await sync();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  assert.deepEqual([server.whole(plain.uuid), server.whole(withPhoto.uuid)], [true, true]);
  assert.deepEqual([await state(plain.uuid), await database.getAllKeys("files"), last()?.[0]], [undefined, [], "NO_ROOM"]);
  await sync();
  assert.equal(last()?.[0], "DONE");
});

test("what the desk waits with needs care until it does not any more", async () => {
  server.afterTaking = (uuid) => {
    server.areaItems = [{ kind: "held", key: uuid, digest: "a", body: {} }];
    return { state: "NEEDS_CARE", reasons: ["日期不对"] };
  };
  const { made, state, sync } = await run(1);
  assert.equal(await state(made[0]!.uuid), "NEEDS_CARE");
  server.areaItems = [];
  await sync();
  assert.equal(await state(made[0]!.uuid), "DELIVERED");
});
