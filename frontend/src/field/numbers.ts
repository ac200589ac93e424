// Numbers to call in need (求助电话): no secret, so they lie in clear, without names, and stand there before any PIN.
import type { Duty, Settings } from "./server.ts";
import { today } from "./words.ts";

const KEY = "gonghu-numbers";

type Shift = Pick<Duty, "on" | "phone"> & Partial<Duty>;
type Numbers = Pick<Settings, "police" | "duty_phone"> & { duty: readonly Shift[] };
type Answering = { phone: string; name: string };

export function numbers(): Numbers {
  return { police: "110", duty_phone: "", duty: [], ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Numbers>) };
}

export function rememberNumbers({ police, duty_phone, duty = [] }: Settings): void {
  localStorage.setItem(KEY, JSON.stringify({ police, duty_phone, duty: duty.map(({ on, phone }) => ({ on, phone })) }));
}

// What the telephone dials of a number as somebody wrote it: an extension comes after a pause.
export function dialled(written: string): string {
  return `tel:${written.normalize("NFKC").replace(/转|分机/, ",").replace(/[^\d+*#,-]/g, "")}`;
}

// Who is on duty today, then the number that is always there.
export function answering({ duty, duty_phone }: Omit<Numbers, "police">, day = today()): Answering[] {
  const shifts = duty.filter((each) => each.on === day).map(({ phone, name = "" }) => ({ phone, name }));
  const all = [...shifts, { phone: duty_phone, name: "" }].filter((each) => each.phone);
  return all.filter((each, at) => all.findIndex((one) => one.phone === each.phone) === at);
}
