// Keys for people who type all day (快捷键): "/" searches, "g" then a letter opens a page, "?" lists the keys.

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function dialog(): HTMLDialogElement | null {
  const found = document.getElementById("keys");
  return found instanceof HTMLDialogElement ? found : null;
}

export function listenForKeys(): void {
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (going) {
      going = false;
      const link = document.querySelector<HTMLAnchorElement>(`a[data-key="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (event.key === "g") {
      going = true;
      setTimeout(() => (going = false), 1500);
    } else if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>("input[type=search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "?") {
      dialog()?.showModal();
    }
  });
  for (const opener of document.querySelectorAll("[data-opens=keys]")) {
    opener.addEventListener("click", () => dialog()?.showModal());
  }
}
