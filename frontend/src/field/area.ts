// The own area as the server knows it (本片区资料): the telephone says what it holds, the server what differs.
import { fromText, sha256 } from "./bytes.ts";
import type { Change, Store } from "./store.ts";
import type { Failure, Item, Server } from "./server.ts";

const PAGE = 100;
// More pages than any area has; a server that never ends is not asked for ever.
const MOST_PAGES = 200;

export type Items = Map<string, Item>;

export function itemName(item: { kind: string; key: string }): string {
  return `${item.kind}:${item.key}`;
}

// Bring the area up to date; give why it stopped early, if it did. Where it changed between two pages, the server is
// asked once more from the beginning.
export async function bringArea(store: Store, server: Server): Promise<Failure | null> {
  const held = await store.all<Item>("items");
  const first = await bringPages(store, server, held);
  if (first !== "DIFFERENT") return first;
  const again = await bringPages(store, server, held);
  return again === "DIFFERENT" ? { kind: "BROKEN", offline: false } : again;
}

async function bringPages(store: Store, server: Server, held: Items): Promise<Failure | "DIFFERENT" | null> {
  let after = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const have = Object.fromEntries([...held].map(([name, item]) => [name, item.digest]));
    const answer = await server.area(have, after, PAGE);
    if (answer.kind !== "OK") return answer;
    const { items, gone, next, area_digest } = answer.body;
    const changes: Change[] = [
      ...gone.map((key) => ({ table: "items" as const, key })),
      ...items.map((each) => ({ table: "items" as const, key: itemName(each), value: each })),
    ];
    await store.write(changes);
    for (const name of gone) held.delete(name);
    for (const each of items) held.set(itemName(each), each);
    if (!next) return (await digestOf(held)) === area_digest ? null : "DIFFERENT";
    after = next;
  }
  return null;
}

function digestOf(held: Items): Promise<string> {
  const lines = [...held].map(([name, item]) => `${name} ${item.digest}`);
  return sha256(fromText(lines.sort().join("\n")));
}
