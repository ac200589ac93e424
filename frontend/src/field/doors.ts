// The doors of a sweep (入户摸排): the list as the server knows it, and what was told on this telephone since.
import { type Door, type DoorOutcome, itemsOf, type Kept, type SweepBody } from "./bodies.ts";
import type { Items } from "./area.ts";
import type { FieldRecord } from "./outbox.ts";

export const DOOR_WORDS: Record<DoorOutcome, string> = { VISITED: "已访", ABSENT: "不在", REFUSED: "拒绝", FOUND: "新发现" };

export type DoorHere = Door & { sweep: string; village: string; needsCare: boolean };

export function sweepsOf(items: Items): Kept<"sweep">[] {
  return itemsOf(items, "sweep").sort((one, other) => one.body.from_on.localeCompare(other.body.from_on));
}

// All doors of a round, village by village as they are numbered.
export function doorsOf(items: Items, records: readonly FieldRecord[], sweep: string): DoorHere[] {
  return allDoors(items, records).filter((each) => each.sweep === sweep);
}

export function doorOf(items: Items, records: readonly FieldRecord[], key: string): DoorHere | null {
  return allDoors(items, records).find((each) => each.key === key) ?? null;
}

function allDoors(items: Items, records: readonly FieldRecord[]): DoorHere[] {
  const last = new Map(records.filter((each) => each.door).map((each) => [each.door!.key, each]));
  const parts = itemsOf(items, "doors");
  const listed = parts.flatMap(({ body }) => body.doors.map((door) => here(door, body.sweep, body.village, last.get(door.key))));
  const known = new Set(listed.map((each) => each.key));
  const doors = [...listed, ...records.filter((each) => each.addition && each.xml && !known.has(each.uuid)).map(addition)];
  return doors.sort((one, other) => one.village.localeCompare(other.village, "zh") || one.number - other.number);
}

// A household that was added on this telephone and that the server has not told of yet: last on the list.
function addition(record: FieldRecord): DoorHere {
  const said = new DOMParser().parseFromString(record.xml, "application/xml");
  const answer = (name: string) => [...said.querySelectorAll("*")].find((each) => each.localName === name)?.textContent ?? "";
  const told = { label: answer("label"), head: answer("head"), outcome: answer("outcome") as DoorOutcome, seen_on: answer("seen_on") };
  const place = { key: record.uuid, number: Infinity, added: true, from_door: true, version: "" };
  return { ...place, ...told, ...record.addition!, needsCare: record.state === "NEEDS_CARE" };
}

// In which villages of a round somebody goes from door to door: code and name.
export function villagesOf(items: Items, sweep: string): { code: string; village: string }[] {
  const parts = itemsOf(items, "doors").filter(({ body }) => body.sweep === sweep);
  return [...new Map(parts.map(({ body }) => [body.code, { code: body.code, village: body.village }])).values()];
}

// What was told here counts until the server says something that was not known when it was told.
function here(door: Door, sweep: string, village: string, record: FieldRecord | undefined): DoorHere {
  const needsCare = record?.state === "NEEDS_CARE";
  const counts = record && !needsCare && (record.state === "KEPT" || record.base["outcome"] === door.version);
  const told = counts && record.door ? { outcome: record.door.outcome, seen_on: record.door.seenOn } : {};
  return { ...door, ...told, sweep, village, needsCare };
}

// In words: a list on which every door was gone to is complete, though nobody was found.
export function sweepWords(doors: readonly DoorHere[]): string {
  const listed = doors.filter((each) => !each.added);
  const apart = doors.length - listed.length;
  const rest = listed.filter((each) => !each.outcome).length;
  const found = doors.filter((each) => each.outcome === "FOUND").length;
  const more = apart ? `名单外 ${apart} 户，另计。` : "";
  if (!rest) return `${listed.length} 户都去过了，新发现 ${found} 名。${found ? "" : "没有新发现也是完整的结果。"}${more}`;
  return `共 ${listed.length} 户，还有 ${rest} 户没有去，新发现 ${found} 名。${more}`;
}

// The rounds in which there is something to do today.
export function underWay({ body }: { body: SweepBody }, today: string): boolean {
  return body.from_on <= today && today <= body.to_on;
}
