// Uploading rosters (上传名册): the chosen files are named, files may be dropped, and a bar shows how far they are.

export function listenForUploads(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-uploads]");
  const chooser = form?.querySelector<HTMLInputElement>("input[type=file]");
  const area = form?.querySelector<HTMLElement>(".drop");
  if (!form || !chooser || !area) return;

  const chosen = form.querySelector<HTMLUListElement>("[data-chosen]");
  const show = () => {
    if (!chosen) return;
    chosen.replaceChildren(
      ...[...(chooser.files ?? [])].map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString()} KB)`;
        return line;
      }),
    );
    chosen.hidden = chosen.childElementCount === 0;
  };
  chooser.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("is-over");
    });
  }
  area.addEventListener("dragleave", () => area.classList.remove("is-over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("is-over");
    if (event.dataTransfer?.files.length) {
      chooser.files = event.dataTransfer.files;
      show();
    }
  });

  form.addEventListener("submit", (event) => {
    if (!chooser.files?.length) return;
    event.preventDefault();
    const state = form.querySelector<HTMLElement>("[data-uploading]");
    const bar = state?.querySelector("progress");
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    state?.removeAttribute("hidden");
    if (button) button.disabled = true;
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.upload.addEventListener("progress", (sent) => {
      if (bar && sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.addEventListener("load", () => {
      // The page the server answered with is shown as if the browser had gone there itself.
      if (request.status < 400 && request.responseURL && request.responseURL !== location.href) {
        location.assign(request.responseURL);
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const fresh = answer.querySelector("form[data-uploads]");
      if (fresh) form.replaceWith(fresh);
      else location.reload();
      listenForUploads();
    });
    request.addEventListener("error", () => {
      state?.setAttribute("hidden", "");
      if (button) button.disabled = false;
      document.getElementById("failed-on-the-way")?.removeAttribute("hidden");
    });
    request.send(new FormData(form));
  });
}
