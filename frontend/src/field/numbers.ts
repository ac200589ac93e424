// Numbers to call in need (求助电话): no secret, so they lie in clear and stand there before any PIN.
import type { Settings } from "./server.ts";

const KEY = "gonghu-numbers";

type Numbers = Pick<Settings, "police" | "duty_phone">;

export function numbers(): Numbers {
  return { police: "110", duty_phone: "", ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Numbers>) };
}

export function rememberNumbers({ police, duty_phone }: Numbers): void {
  localStorage.setItem(KEY, JSON.stringify({ police, duty_phone }));
}
