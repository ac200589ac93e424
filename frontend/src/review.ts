// The clerical review (人工核对) by key: J the same, F different, S later, U takes the last answer back.

export function listenForAnswers(): void {
  if (!document.querySelector("[data-answer-key]")) return;
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]")) return;
    const button = document.querySelector<HTMLButtonElement>(`[data-answer-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
    // A key held down or struck twice answers one question, not two.
    for (const each of document.querySelectorAll<HTMLButtonElement>("[data-answer-key]")) {
      setTimeout(() => (each.disabled = true));
    }
  });
}
