// A month without a network (一个月没有网络): two hundred visits and six hundred photos, then all of it at once.
// Takes a minute, so only where GONGHU_FIELD_LONG is set.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../../src/field/outbox.ts";
import { Upload } from "../../src/field/upload.ts";
import { fileNote } from "../../src/field/outbox.ts";
import { randomBytes } from "node:crypto";
import { FakeServer } from "./fake_server.ts";
import { draft, telephone } from "./telephone.ts";

const VISITS = 200;
const PHOTOS = 3;
const PHOTO_BYTES = 200_000;
const BUDGET = 20 * 2 ** 20;

test("200 visits with 600 photos wait for a month and arrive once", { skip: !process.env["GONGHU_FIELD_LONG"] }, async (context) => {
  const server = new FakeServer();
  const phone = await telephone(await server.start());
  const clock = { now: Date.UTC(2026, 9, 20) };
  const outbox = new Outbox(phone.store, () => new Date(clock.now));
  let withoutPhotos = 0;
  for (let each = 0; each < VISITS; each += 1) {
    clock.now += (30 * 24 * 3600 * 1000) / VISITS;
    let begun = { ...draft(), xml: `<visit>${"走访".repeat(1500)}${each}</visit>` };
    for (let photo = 0; photo < PHOTOS; photo += 1) {
      const bytes = new Uint8Array(randomBytes(PHOTO_BYTES));
      const name = `${photo}.jpg`;
      begun = { ...begun, files: [...begun.files, await fileNote(name, "image/jpeg", bytes)] };
      await outbox.keep(begun, [{ name, bytes }]);
    }
    await outbox.finish(begun);
  }
  for (const table of ["records", "drafts", "settings"] as const) {
    for (const value of await phone.database.getAll(table)) withoutPhotos += value.length;
  }
  assert.ok(withoutPhotos < BUDGET);
  const from = performance.now();
  let lost = 0;
  server.loseAnswer = () => ++lost % 50 === 0;
  for (let runs = 0; runs < 60 && (await outbox.records()).some((each) => each.state !== "DELIVERED"); runs += 1) {
    await new Upload(outbox, phone.server, "device").run();
  }
  const records = await outbox.records();
  assert.equal(records.length, VISITS);
  assert.ok(records.every((each) => each.state === "DELIVERED" && server.whole(each.uuid)));
  assert.deepEqual(await phone.store.keys("files"), []);
  context.diagnostic(`${(withoutPhotos / 2 ** 20).toFixed(1)} MB without photos; delivered in ${((performance.now() - from) / 1000).toFixed(0)} s, ${server.requests} requests`);
  server.stop();
});
