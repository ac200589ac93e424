// What the items of the area say (资料内容), as the server writes them.
import type { Item } from "./server.ts";

export type CardField = { field: string; label: string; value: string; words: string; version: string };

export type ChildBody = {
  name: string;
  sex: string;
  born_on: string;
  place: string;
  category: string;
  risk: string;
  risk_label: string;
  card: CardField[];
  // What was known of the file beyond the card: told with what is filled.
  items: string;
  // Both parents are known to be away, so that they owe a contact every week; when one was last written down, or "".
  both_away: boolean;
  contact_on: string;
};

export type VisitBody = {
  child: string;
  name: string;
  place: string;
  reason: string;
  due_on: string;
  // The first visit of a new child.
  first: boolean;
  last_on: string;
};

export type ProblemBody = { child: string; name: string; title: string; responsible: string; due_on: string; state_label: string; task: string };

export type ReturnedBody = { child: string | null; name: string; form: string; version: string; title: string; comment: string; xml: string; files: FileBack[] };

// A photo or a recording that the server gives back with what has to be mended.
export type FileBack = { name: string; type: string };

export type ConflictBody = {
  child: string;
  name: string;
  label: string;
  stood: string;
  // Who wrote what stands there, and when; empty where that is not known.
  stood_by: string;
  stood_at: string;
  brought: string;
  brought_by: string;
  brought_at: string;
  own: boolean;
  version: string;
  may_choose: boolean;
};

// What has arrived but the desk has not taken over yet.
export type HeldBody = { child: string | null; name: string; form: string; title: string; made_at: string; reasons: string[] };

// The answer to what was reported, complained of or suggested.
export type ReplyBody = { said: string; said_at: string; answer: string; answered_by: string; answered_at: string };

export type AdviceBody = { title: string; words: string[]; basis: string };

// A round of going from door to door; with too many doors for a telephone, only that it is.
export type SweepBody = { name: string; from_on: string; to_on: string; too_many: boolean };

export type DoorOutcome = "VISITED" | "ABSENT" | "REFUSED" | "FOUND";

export type Door = {
  key: string;
  number: number;
  label: string;
  head: string;
  // Not on the list as it was fixed.
  added: boolean;
  // Somebody stood there and it was on no list.
  from_door: boolean;
  outcome: DoorOutcome | "";
  seen_on: string;
  version: string;
};

// Fifty doors of a village and round.
export type DoorsBody = { sweep: string; village: string; code: string; doors: Door[] };

type Bodies = {
  child: ChildBody;
  visit: VisitBody;
  problem: ProblemBody;
  returned: ReturnedBody;
  conflict: ConflictBody;
  held: HeldBody;
  reply: ReplyBody;
  advice: AdviceBody;
  sweep: SweepBody;
  doors: DoorsBody;
};

export type Kept<K extends keyof Bodies> = { key: string; body: Bodies[K] };

export function itemsOf<K extends keyof Bodies>(items: ReadonlyMap<string, Item>, kind: K): Kept<K>[] {
  return [...items.values()].filter((each) => each.kind === kind).map(({ key, body }) => ({ key, body: body as Bodies[K] }));
}

export function itemOf<K extends keyof Bodies>(items: ReadonlyMap<string, Item>, kind: K, key: string): Bodies[K] | null {
  return (items.get(`${kind}:${key}`)?.body as Bodies[K] | undefined) ?? null;
}
