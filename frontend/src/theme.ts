// Runs before the page is painted, so that a dark page does not flash white. `theme` is light, dark or automatic.
(() => {
  const chosen = localStorage.getItem("theme") ?? "auto";
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.add("scripted");
  document.documentElement.dataset["bsTheme"] = dark ? "dark" : "light";
})();
