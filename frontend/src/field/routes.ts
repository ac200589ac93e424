// Which screen is shown (屏幕): a word and a key after the hash, so that the telephone's back button works.
import { reactive } from "vue";
import { turned } from "./turned.ts";

const SCREENS = [
  "today", "child", "choose", "problems", "form", "filled", "record", "conflict", "harm", "more", "children", "policies",
  "contacts", "forms", "settings", "pin", "sweep", "door",
] as const;

export type Screen = (typeof SCREENS)[number];

export const route = reactive({ screen: "today" as Screen, key: "" });

function read(): void {
  const [screen = "", key = ""] = location.hash.replace(/^#\/?/, "").split("/");
  route.screen = SCREENS.find((each) => each === screen) ?? "today";
  route.key = decodeURIComponent(key);
  turned();
  scrollTo(0, 0);
}

export function address(screen: Screen, key = ""): string {
  return `#/${screen}${key ? `/${encodeURIComponent(key)}` : ""}`;
}

export function go(screen: Screen, key = ""): void {
  location.hash = address(screen, key);
}

// Go on without leaving the present screen behind the back button.
export function become(screen: Screen, key = ""): void {
  history.replaceState(null, "", address(screen, key));
  read();
}

export function followTheAddress(): void {
  addEventListener("hashchange", read);
  read();
}
