// Photos and recordings of what was sent back (退回的附件): they are here when it is mended, and go when it is done.
import type { FileBack } from "./bodies.ts";
import type { Outbox } from "./outbox.ts";
import type { Server } from "./server.ts";
import type { Change, Store } from "./store.ts";

const ROW = "returned_files";

type Returned = { key: string; files: FileBack[] };

// Bring what is missing, drop what belongs to nothing any more; what does not come now comes the next time.
export async function bringReturnedFiles(store: Store, outbox: Outbox, server: Server, returned: Returned[]): Promise<void> {
  const wanted = returned.flatMap(({ key, files }) => files.map(({ name }) => ({ key, name, place: `${key}/${name}` })));
  const held = new Set((await store.read<string[]>("settings", ROW)) ?? []);
  const changes: Change[] = [];
  for (const { key, name, place } of wanted) {
    if (held.has(place) || (await outbox.file(key, name))) continue;
    const bytes = await server.file(key, name);
    if (!bytes) continue;
    held.add(place);
    changes.push({ table: "files", key: place, bytes });
  }
  const places = new Set(wanted.map((each) => each.place));
  for (const place of [...held].filter((each) => !places.has(each))) {
    held.delete(place);
    changes.push({ table: "files", key: place });
  }
  if (changes.length) await store.write([...changes, { table: "settings", key: ROW, value: [...held] }]);
}
