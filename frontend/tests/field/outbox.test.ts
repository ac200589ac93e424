// What is kept on the telephone, and when it leaves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contactState } from "../../src/field/contacts_owed.ts";
import { refuseFile } from "../../src/field/file_limits.ts";
import { fileNote, Outbox } from "../../src/field/outbox.ts";
import { draft, telephone } from "./telephone.ts";

const DAY_MS = 24 * 3600 * 1000;

test("a draft that is done is in the outbox and nowhere else, with the next number", async () => {
  const { outbox, store } = await telephone();
  const [first, second] = [draft(), draft()];
  await outbox.keep(first);
  await outbox.keep(second);
  await outbox.finish(second);
  await outbox.finish(first);
  assert.deepEqual(await store.keys("drafts"), []);
  assert.deepEqual((await outbox.records()).map((each) => [each.uuid, each.sequence]), [[second.uuid, 1], [first.uuid, 2]]);
});

test("numbers go on after everything was delivered and tidied away", async () => {
  const { outbox, store } = await telephone();
  const clock = { now: Date.UTC(2026, 0, 1) };
  const kept = new Outbox(store, () => new Date(clock.now));
  await kept.delivered(await kept.finish(draft()));
  clock.now += 15 * DAY_MS;
  await kept.tidy();
  assert.deepEqual(await kept.records(), []);
  assert.equal((await outbox.finish(draft())).sequence, 2);
});

test("what was delivered leaves a line and nothing of what was said; what needs care stays whole", async () => {
  const { outbox, store } = await telephone();
  const bytes = new Uint8Array([1, 2, 3]);
  const begun = { ...draft(), files: [await fileNote("a.jpg", "image/jpeg", bytes)] };
  await outbox.keep(begun, [{ name: "a.jpg", bytes }]);
  const record = await outbox.finish(begun);
  await outbox.needsCare(record, ["日期不对"]);
  assert.deepEqual(await outbox.file(record.uuid, "a.jpg"), bytes);
  await outbox.delivered((await outbox.record(record.uuid))!);
  assert.deepEqual(await store.keys("files"), []);
  assert.equal((await outbox.record(record.uuid))?.xml, "");
});

test("a corrected record takes the place of the one it replaces", async () => {
  const { outbox } = await telephone();
  const wrong = await outbox.finish(draft());
  await outbox.needsCare(wrong, ["日期不对"]);
  const mended = await outbox.finish({ ...draft(), replaces: wrong.uuid });
  assert.deepEqual((await outbox.records()).map((each) => each.uuid), [mended.uuid]);
});

test("a file that the server would not take is refused when it is taken, in words", () => {
  const limits = { most_files: 20, most_file_bytes: 3 << 20 };
  refuseFile(1, 19, limits);
  for (const [size, others, words] of [[0, 0, /是空的/], [(3 << 20) + 1, 0, /最大 3 MB/], [1, 20, /最多 20 个/]] as const) {
    assert.throws(() => refuseFile(size, others, limits), words);
  }
});

test("a contact is owed each week where both parents are away, until it was written down", () => {
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const child = (both_away: boolean, contact_on: string) => ({ key: "1", body: { both_away, contact_on } }) as Parameters<typeof contactState>[0];
  const noted = (days: number) => [{ form: "weekly_contact", child: "1", made_at: ago(days) }];
  assert.equal(contactState(child(true, ago(8).slice(0, 10)), noted(9)), "OWED");
  assert.equal(contactState(child(true, ""), noted(2)), "NOTED");
  assert.equal(contactState(child(true, ago(2).slice(0, 10)), []), "REACHED");
  assert.equal(contactState(child(false, ""), []), "");
});
