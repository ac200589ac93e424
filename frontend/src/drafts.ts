// What was typed comes back after a session has expired (登录过期后恢复已填内容).
//
// A form marked data-keep is remembered when it is sent. If the server answers with the sign-in page, the draft is
// given back on the page it was typed on; if it answers with anything else, the draft is gone. It lies in the tab's
// own storage, which ends with the tab, for at most half an hour; passwords and files are never kept.

const KEY = "draft";
const KEPT_MS = 30 * 60 * 1000;

type Draft = { path: string; form: string; fields: [string, string][]; at: number; expired: boolean };

function read(): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
}

function write(draft: Draft): void {
  sessionStorage.setItem(KEY, JSON.stringify(draft));
}

function secret(form: HTMLFormElement, name: string): boolean {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement && (field.type === "password" || field.type === "hidden");
}

function remember(form: HTMLFormElement): void {
  const fields: [string, string][] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !secret(form, name)) fields.push([name, value]);
  }
  // A form that was refused stands on the address it was sent to; data-keep then names the page it belongs to.
  write({ path: form.dataset["keep"] || location.pathname, form: form.id, fields, at: Date.now(), expired: false });
}

function fill(form: HTMLFormElement, fields: [string, string][]): void {
  for (const box of form.querySelectorAll<HTMLInputElement>("input[type=checkbox], input[type=radio]")) {
    box.checked = fields.some(([name, value]) => name === box.name && value === box.value);
  }
  for (const [name, value] of fields) {
    for (const field of form.querySelectorAll<HTMLElement>(`[name="${CSS.escape(name)}"]`)) {
      if (field instanceof HTMLInputElement && ["checkbox", "radio", "password", "file"].includes(field.type)) continue;
      if (field instanceof HTMLSelectElement && field.multiple) {
        for (const option of field.options) option.selected ||= option.value === value;
      } else if (
        field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement
      ) {
        field.value = value;
      }
    }
  }
}

export function keepDrafts(): void {
  const draft = read();
  if (document.body.dataset["page"] === "sign-in") {
    if (draft) write({ ...draft, expired: true });
    return;
  }
  sessionStorage.removeItem(KEY);
  const form = draft?.expired && draft.path === location.pathname ? document.getElementById(draft.form) : null;
  if (draft && form instanceof HTMLFormElement) {
    fill(form, draft.fields);
    document.getElementById("draft-restored")?.removeAttribute("hidden");
  }
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement && event.target.hasAttribute("data-keep")) remember(event.target);
  });
  // The answer to a request in the background did not lead away: nothing is to be given back.
  document.addEventListener("htmx:afterRequest", (event) => {
    const answer = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    if (!answer.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(KEY);
  });
}
