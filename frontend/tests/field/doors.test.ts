// The doors of a sweep: what was told on the telephone counts until the server says something newer.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Items } from "../../src/field/area.ts";
import { doorOf, doorsOf, sweepWords } from "../../src/field/doors.ts";
import type { FieldRecord } from "../../src/field/outbox.ts";

function area(version: string, outcome = ""): Items {
  const door = { key: "d1", number: 2, label: "村口", head: "", added: false, outcome, seen_on: "", version };
  const body = { sweep: "s", village: "幸福村", doors: [door, { ...door, key: "d2", number: 1, outcome: "", version: "" }] };
  return new Map([["doors:s.1.0", { kind: "doors", key: "s.1.0", digest: "", body }]]);
}

function told(state: string, outcome: string, seen: string): FieldRecord {
  return { state, base: { outcome: seen }, door: { key: "d1", outcome, seenOn: "2026-11-20" } } as unknown as FieldRecord;
}

test("what waits counts, the last of it first, and what was delivered counts until the server speaks", () => {
  const outcome = (items: Items, ...records: FieldRecord[]) => doorOf(items, records, "d1")!.outcome;
  assert.equal(outcome(area("")), "");
  assert.equal(outcome(area(""), told("KEPT", "ABSENT", ""), told("KEPT", "VISITED", "")), "VISITED");
  assert.equal(outcome(area(""), told("DELIVERED", "ABSENT", "")), "ABSENT");
  assert.equal(outcome(area("REFUSED x", "REFUSED"), told("DELIVERED", "ABSENT", "")), "REFUSED");
  assert.equal(outcome(area("REFUSED x", "REFUSED"), told("KEPT", "ABSENT", "")), "ABSENT");
});

test("what has to be looked at is said, and what stands on the server counts", () => {
  const door = doorOf(area("VISITED x", "VISITED"), [told("NEEDS_CARE", "ABSENT", "")], "d1")!;
  assert.deepEqual([door.outcome, door.needsCare], ["VISITED", true]);
});

test("a list on which nobody was found is complete", () => {
  const doors = doorsOf(area(""), [], "s");
  assert.deepEqual(doors.map((each) => each.number), [1, 2]);
  assert.match(sweepWords(doors), /还有 2 户没有去/);
  assert.match(sweepWords(doors.map((each) => ({ ...each, outcome: "ABSENT" }))), /2 户都去过了，新发现 0 名。没有新发现也是完整的结果/);
});
