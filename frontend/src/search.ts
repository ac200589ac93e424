// The search in the top bar (搜索): arrows walk through the hits, Escape goes back to the words, a click elsewhere shuts.

export function listenForSearch(): void {
  const form = document.querySelector<HTMLFormElement>(".top-search");
  const words = form?.querySelector<HTMLInputElement>("input[type=search]");
  const hits = document.getElementById("top-hits");
  if (!form || !words || !hits) return;
  const links = () => [...hits.querySelectorAll<HTMLAnchorElement>("a")];
  const show = (open: boolean) => hits.toggleAttribute("hidden", !open || hits.childElementCount === 0);

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === hits) show(words.value.trim() !== "");
  });
  words.addEventListener("focus", () => show(words.value.trim() !== ""));
  words.addEventListener("input", () => {
    if (words.value.trim() === "") show(false);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Node && form.contains(event.target))) show(false);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !hits.hidden) {
      event.preventDefault();
      words.focus();
      show(false);
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    show(words.value.trim() !== "");
    if (hits.hidden) return;
    event.preventDefault();
    const all = links();
    const here = all.findIndex((link) => link === document.activeElement);
    const next = event.key === "ArrowDown" ? here + 1 : here - 1;
    (next < 0 ? words : all[Math.min(next, all.length - 1)])?.focus();
  });
}
