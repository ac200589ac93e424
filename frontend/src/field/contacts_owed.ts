// Who is owed a contact this week (本周该联系的): children whose parents are known to be both away.
import type { Items } from "./area.ts";
import { itemsOf, type Kept } from "./bodies.ts";
import type { FieldRecord } from "./outbox.ts";
import { daysUntil, today } from "./words.ts";

const WEEK = 7;

type Noted = Pick<FieldRecord, "form" | "child" | "made_at">;
// A parent spoke with the child; somebody wrote down here how it went; neither, though it is owed; not owed.
export type ContactState = "REACHED" | "NOTED" | "OWED" | "";

export function contactState({ key, body }: Kept<"child">, records: readonly Noted[]): ContactState {
  const inWeek = (day: string) => daysUntil(day) > -WEEK;
  if (body.contact_on && inWeek(body.contact_on)) return "REACHED";
  const here = records.filter((each) => each.form === "weekly_contact" && each.child === key);
  if (here.some((each) => inWeek(today(new Date(each.made_at))))) return "NOTED";
  return body.both_away ? "OWED" : "";
}

export function contactsOwed(items: Items, records: readonly Noted[]): number {
  return itemsOf(items, "child").filter((each) => contactState(each, records) === "OWED").length;
}
