// Who is owed a contact this week (本周该联系的): children whose parents are known to be both away.
import type { Items } from "./area.ts";
import { itemsOf, type Kept } from "./bodies.ts";
import type { FieldRecord } from "./outbox.ts";
import { daysUntil, today } from "./words.ts";

const WEEK = 7;

type Noted = Pick<FieldRecord, "form" | "child" | "made_at">;

// By the server's word, or by what was written down here since.
export function reachedThisWeek({ key, body }: Kept<"child">, records: readonly Noted[]): boolean {
  const here = records.filter((each) => each.form === "weekly_contact" && each.child === key);
  const days = [body.contact_on, ...here.map((each) => today(new Date(each.made_at)))];
  return days.some((each) => each && daysUntil(each) > -WEEK);
}

export function contactsOwed(items: Items, records: readonly Noted[]): Kept<"child">[] {
  return itemsOf(items, "child").filter((each) => each.body.both_away && !reachedThisWeek(each, records));
}
