// Empty forms (空白表单), kept in the browser's cache so that they open without a network; they hold nothing of anybody.
import type { Server } from "./server.ts";

const CACHE = "gonghu-forms";

type FormName = { id: string; version: string };

// Fetch the forms that are not here yet and drop those that nobody uses any more, drafts included.
export async function bringForms(server: Server, wanted: readonly FormName[], kept: readonly FormName[]): Promise<void> {
  const cache = await caches.open(CACHE);
  const notes = new Map([...wanted, ...kept].map((each) => [absolute(server.formAddress(each.id, each.version)), each]));
  for (const request of await cache.keys()) if (!notes.has(request.url)) await cache.delete(request);
  for (const [address, { id, version }] of notes) {
    if (await cache.match(address)) continue;
    const answer = await server.form(id, version);
    // A network that is gone or hangs is not asked for the others; the next run begins there.
    if (answer.kind === "BROKEN") return;
    if (answer.kind === "OK") await cache.put(address, new Response(answer.body, { headers: { "Content-Type": "text/xml" } }));
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
