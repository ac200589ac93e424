// Whatever the server answers, wherever in the queue: nothing is lost, nothing doubled, nothing blocks the rest.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { FieldRecord } from "../../src/field/outbox.ts";
import { Upload } from "../../src/field/upload.ts";
import { type Fault, FakeServer, FAULTS } from "./fake_server.ts";
import { filled, telephone } from "./telephone.ts";

let server: FakeServer;
let address: string;

before(async () => {
  server = new FakeServer();
  address = await server.start();
});
after(() => server.stop());
beforeEach(() => {
  server.fault = () => null;
  server.loseAnswer = () => false;
  server.forget();
});

// So long a server that hangs is waited for; an honest one must manage within it on a busy machine.
const PATIENCE_MS = 500;

async function queue(records: number, photoBytes = 0, patience?: number) {
  const phone = await telephone(address, patience);
  const made: FieldRecord[] = [];
  for (let each = 0; each < records; each += 1) made.push(await filled(phone.outbox, photoBytes));
  const run = async () => {
    const upload = new Upload(phone.outbox, phone.server, "device");
    return (await upload.run()) ?? upload.broken;
  };
  const states = async () => (await phone.outbox.records()).map((each) => each.state);
  return { ...phone, made, run, states };
}

// What concerns one record is its own fault; what concerns the session or the line stops the run.
const OWN: readonly Fault[] = [409, 413, 422];

for (const fault of FAULTS) {
  for (const [place, at] of [["head", 0], ["middle", 2], ["tail", 4]] as const) {
    test(`${fault} at the ${place} of the queue loses nothing and blocks nothing`, async () => {
      const { made, run, states, outbox } = await queue(5, 0, fault === "hang" ? PATIENCE_MS : undefined);
      const bad = made[at]!.uuid;
      server.fault = (uuids) => (uuids.includes(bad) ? fault : null);
      const stopped = await run();
      const during = await states();
      assert.equal(during.length, 5);
      const others = during.filter((_state, index) => index !== at);
      if (OWN.includes(fault)) {
        assert.deepEqual(others, Array(4).fill("DELIVERED"));
        assert.equal(during[at], "NEEDS_CARE");
        assert.notEqual((await outbox.record(bad))?.reasons.join(), "");
        assert.notEqual((await outbox.record(bad))?.xml, "");
        await outbox.again((await outbox.record(bad))!);
      } else if (fault === 500 || fault === "hang") {
        assert.deepEqual(others, Array(4).fill("DELIVERED"));
        assert.equal(during[at], "KEPT");
        assert.equal(stopped?.kind, "BROKEN");
      } else {
        assert.deepEqual(during, Array(5).fill("KEPT"));
        const kinds: Partial<Record<Fault, string>> = { 401: "SIGN_IN", html: "SIGN_IN", 403: "SEALED", 429: "WAIT" };
        assert.equal(stopped?.kind, kinds[fault]);
        if (stopped?.kind === "WAIT") assert.equal(stopped.ms, 7000);
      }
      server.fault = () => null;
      assert.equal(await run(), null);
      assert.deepEqual(await states(), Array(5).fill("DELIVERED"));
      assert.ok(made.every((each) => server.whole(each.uuid)));
    });
  }

  test(`${fault} for a part of a photo loses nothing, and the photo arrives whole`, async () => {
    const { made, run, states, outbox } = await queue(2, 300_000, fault === "hang" ? PATIENCE_MS : undefined);
    const bad = made[0]!.uuid;
    let seen = 0;
    server.fault = (uuids, part) => (part && uuids.includes(bad) && ++seen === 2 ? fault : null);
    await run();
    const kept = await outbox.record(bad);
    if (kept?.state !== "DELIVERED") assert.ok(await outbox.file(bad, "photo.jpg"));
    if (kept?.state === "NEEDS_CARE") await outbox.again(kept);
    while (await run());
    assert.deepEqual(await states(), ["DELIVERED", "DELIVERED"]);
    assert.ok(made.every((each) => server.whole(each.uuid)));
    assert.equal(await outbox.file(bad, "photo.jpg"), null);
  });
}

test("answers that are lost on the way make no second record and lose no photo", async () => {
  const { made, run, states } = await queue(7, 40_000);
  let count = 0;
  server.loseAnswer = () => ++count % 3 === 0;
  for (let tries = 0; tries < 30 && (await states()).some((each) => each !== "DELIVERED"); tries += 1) await run();
  assert.deepEqual(await states(), Array(7).fill("DELIVERED"));
  assert.ok(made.every((each) => server.whole(each.uuid)));
});

test("forty-five records go in batches of twenty, in the order in which they were made", async () => {
  const { made, run } = await queue(45);
  const batches: string[][] = [];
  server.fault = (uuids) => (batches.push(uuids), null);
  await run();
  assert.deepEqual(batches.map((each) => each.length), [20, 20, 5]);
  assert.deepEqual(batches.flat(), made.map((each) => each.uuid));
});

test("a server that is down is left alone after a few tries", async () => {
  const { run, states } = await queue(40);
  const before = server.requests;
  server.fault = () => 500;
  assert.equal((await run())?.kind, "BROKEN");
  assert.ok(server.requests - before <= 10);
  assert.deepEqual(new Set(await states()), new Set(["KEPT"]));
});

test("a record that the server holds under another content needs somebody's care", async () => {
  const { made, run, outbox } = await queue(2);
  const [first] = made;
  server.stored.set(first!.uuid, { uuid: first!.uuid, xml: "<other/>", files: [] });
  await run();
  const after = await outbox.record(first!.uuid);
  assert.equal(after?.state, "NEEDS_CARE");
  assert.match(after?.reasons.join() ?? "", /内容不同/);
  assert.equal((await outbox.record(made[1]!.uuid))?.state, "DELIVERED");
});

test("a file that is not taken stays on the telephone until somebody lets it go", async () => {
  const { made, run, outbox } = await queue(1, 1000);
  const uuid = made[0]!.uuid;
  server.afterTaking = () => ({ refused_files: [{ name: "photo.jpg", reason: "打不开" }] });
  await run();
  await outbox.settle(new Set());
  const kept = await outbox.record(uuid);
  assert.deepEqual([kept?.state, kept?.reasons, kept?.refused], ["NEEDS_CARE", ["有附件没有收下：打不开"], ["photo.jpg"]]);
  assert.ok(await outbox.file(uuid, "photo.jpg"));
  await outbox.delivered(kept!);
  assert.equal(await outbox.file(uuid, "photo.jpg"), null);
});
