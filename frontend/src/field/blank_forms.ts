// Empty forms (空白表单), kept in the browser's cache so that they open without a network; they hold nothing of anybody.
import type { FormNote, Server } from "./server.ts";

const CACHE = "gonghu-forms";

// Fetch the forms that are not here yet and drop those that nobody uses any more, drafts included.
export async function bringForms(server: Server, wanted: readonly FormNote[], kept: readonly FormNote[]): Promise<void> {
  const cache = await caches.open(CACHE);
  const addresses = new Set([...wanted, ...kept].map((each) => absolute(server.formAddress(each.id, each.version))));
  for (const request of await cache.keys()) if (!addresses.has(request.url)) await cache.delete(request);
  for (const address of addresses) {
    if (await cache.match(address)) continue;
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && (answer.headers.get("Content-Type") ?? "").includes("xml")) await cache.put(address, answer);
  }
}

export async function blankForm(server: Server, id: string, version: string): Promise<string | null> {
  const kept = await (await caches.open(CACHE)).match(absolute(server.formAddress(id, version)));
  return kept ? kept.text() : null;
}

export async function forgetForms(): Promise<void> {
  await caches.delete(CACHE);
}

function absolute(address: string): string {
  return new URL(address, location.href).href;
}
