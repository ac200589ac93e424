// The script of every page of the desk. Pages work without it; with it they keep their place.
import "@tabler/core/dist/css/tabler.min.css";
import "./desk.css";
import "./work.css";
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";
import { keepDrafts } from "./drafts";
import { listenForKeys } from "./keyboard";
import { listenForAnswers } from "./review";
import { listenForSearch } from "./search";
import { listenForUploads } from "./upload";

// Nothing is evaluated and no style is written into the page, so that the policy needs no unsafe-inline; pages with
// children's names are never put into the browser's storage.
Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

type Theme = "auto" | "light" | "dark";

Alpine.data("theme", () => ({
  chosen: (localStorage.getItem("theme") ?? "auto") as Theme,
  choose(theme: Theme) {
    this.chosen = theme;
    localStorage.setItem("theme", theme);
    const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset["bsTheme"] = dark ? "dark" : "light";
  },
  light() {
    this.choose("light");
  },
  dark() {
    this.choose("dark");
  },
  auto() {
    this.choose("auto");
  },
  get isLight() {
    return this.chosen === "light" ? "true" : "false";
  },
  get isDark() {
    return this.chosen === "dark" ? "true" : "false";
  },
  get isAuto() {
    return this.chosen === "auto" ? "true" : "false";
  },
}));

// A request in the background that fails is said, in words, where messages stand.
function sayWhatFailed(kind: "server" | "network"): void {
  const told = document.getElementById(kind === "server" ? "failed-on-server" : "failed-on-the-way");
  told?.removeAttribute("hidden");
}

document.addEventListener("htmx:responseError", () => sayWhatFailed("server"));
document.addEventListener("htmx:sendError", () => sayWhatFailed("network"));
document.addEventListener("htmx:afterOnLoad", () => {
  document.getElementById("failed-on-server")?.setAttribute("hidden", "");
  document.getElementById("failed-on-the-way")?.setAttribute("hidden", "");
});

// A menu closes when something else is clicked or Escape is pressed.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
// On a phone the list comes first: what it is cut to stands folded above it, unless something in it is wrong.
if (matchMedia("(max-width: 639.98px)").matches) {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>("details.fold")) {
    fold.open = fold.querySelector(".is-wrong") !== null;
  }
}
// Heard on the document, so that a part of a page that came later prints as well.
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-prints]")) print();
});

for (const button of document.querySelectorAll<HTMLElement>("[data-opens=navigation]")) {
  button.addEventListener("click", () => {
    const open = document.getElementById("navigation")?.classList.toggle("is-open") ?? false;
    button.setAttribute("aria-expanded", String(open));
  });
}

keepDrafts();
listenForKeys();
listenForSearch();
listenForAnswers();
listenForUploads();
Alpine.start();
