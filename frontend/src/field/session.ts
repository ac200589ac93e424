// What the app knows while it is open (会话): read from the sealed store when the PIN opens it, gone when it is locked.
import { reactive, shallowReactive, shallowRef } from "vue";
import type { Items } from "./area.ts";
import { blankForm } from "./blank_forms.ts";
import { itemsOf, type Kept } from "./bodies.ts";
import { type Database, openDatabase } from "./database.ts";
import { type Draft, type FieldRecord, Outbox } from "./outbox.ts";
import { type Me, Server } from "./server.ts";
import { rememberNumbers } from "./numbers.ts";
import { Store } from "./store.ts";
import { Sync, type SyncState } from "./sync.ts";
import { beginWith } from "./type_size.ts";
import { type KeyPieces, Vault, type VaultState } from "./vault.ts";

const SEEN_REPLIES = "seen_replies";
const WINDOW = "gonghu-field-window";
// Left alone for so long, the app asks for the PIN again.
const LOCK_AFTER_MS = 10 * 60_000;
const WARM_AFTER_MS = 1_000;

export type Stage = "STARTING" | "OTHER_WINDOW" | VaultState | "OPEN";

export const session = reactive({
  stage: "STARTING" as Stage,
  sync: "IDLE" as SyncState,
  // Why, in the server's words, where it gave any.
  reason: "",
  me: null as Me | null,
  syncedAt: null as string | null,
  daysAway: 0,
  // What was filled in here and cannot be opened any more, because it was damaged.
  damaged: 0,
});
export const items: Items = shallowReactive(new Map());
export const drafts: Map<string, Draft> = shallowReactive(new Map());
// Answers that were looked at.
export const seenReplies = shallowRef<ReadonlySet<string>>(new Set());
export const records: { all: FieldRecord[] } = shallowReactive({ all: [] });

export const server = new Server("/field/api/");

type Opened = { store: Store; outbox: Outbox; sync: Sync };

let database: Database;
export let vault: Vault;
let opened: Opened | null = null;

export function open(): Opened {
  if (!opened) throw new Error("the store is closed");
  return opened;
}

export function closedDatabase(): Database {
  return database;
}

// Only one window of the app works at a time, so that no draft is written twice.
export async function start(steal = false): Promise<void> {
  const held = new Promise<boolean>((answer) => {
    const asked = steal ? { steal: true } : { ifAvailable: true };
    void navigator.locks
      .request(WINDOW, asked, (lock) => {
        answer(lock !== null);
        return lock ? new Promise<void>(() => {}) : undefined;
      })
      .catch(() => leave());
  });
  if (!(await held)) {
    session.stage = "OTHER_WINDOW";
    return;
  }
  database ??= await openDatabase();
  vault = new Vault(database);
  session.stage = await vault.state();
  session.daysAway = await vault.daysAway();
}

// Another window took over.
function leave(): void {
  session.stage = "OTHER_WINDOW";
  lock();
}

export async function opening(key: CryptoKey, pieces: KeyPieces | null = null): Promise<void> {
  const store = new Store(database, key);
  if (pieces) await store.write([{ table: "settings", key: "rescue_key", value: pieces.rescue_key }]);
  const outbox = new Outbox(store);
  const device = (await vault.device()) ?? "";
  server.device = device;
  const sync = new Sync({ store, outbox, server, vault, device, changed: refresh, became });
  opened = { store, outbox, sync };
  await refresh();
  session.stage = "OPEN";
  setTimeout(() => void warmEngine().catch(() => {}), WARM_AFTER_MS);
  void navigator.storage?.persist?.();
  void sync.now();
}

// A slow telephone needs a second or two for the engine of the forms and for the first form that it reads: while the
// list is read, nobody waits for it.
async function warmEngine(): Promise<void> {
  const engine = await import("./form_engine.ts");
  const likely = session.me?.forms.find((each) => each.id === "regular_visit");
  const xform = likely && (await blankForm(server, likely.id, likely.version));
  if (xform && opened) await engine.beginForm(xform, {});
}

// Read everything anew; what is shown follows.
export async function refresh(): Promise<void> {
  if (!opened) return;
  const { store, outbox } = opened;
  const [me, synced, seen, area, begun, all] = await Promise.all([
    store.read<Me>("settings", "me"),
    store.read<string>("settings", "synced_at"),
    store.read<string[]>("settings", SEEN_REPLIES),
    store.all("items"),
    outbox.drafts(),
    outbox.records(),
  ]);
  session.me = me;
  session.damaged = (store.damaged.drafts ?? 0) + (store.damaged.records ?? 0);
  if (me) {
    beginWith(me.settings.large_type);
    rememberNumbers(me.settings);
  }
  seenReplies.value = new Set(seen);
  session.syncedAt = synced;
  session.daysAway = await vault.daysAway();
  replace(items, area as Items);
  replace(drafts, begun);
  records.all = all;
}

function replace<V>(shown: Map<string, V>, now: Map<string, V>): void {
  for (const key of shown.keys()) if (!now.has(key)) shown.delete(key);
  for (const [key, value] of now) shown.set(key, value);
}

function became(state: SyncState, reason: string): void {
  [session.sync, session.reason] = [state, reason];
  if (state === "SEALED") void vault.seal().then(() => lock());
}

export function lock(): void {
  opened?.sync.end();
  opened = null;
  items.clear();
  drafts.clear();
  records.all = [];
  session.me = null;
  session.damaged = 0;
  if (session.stage === "OPEN") void vault.state().then((state) => (session.stage = state));
}

// What the server has and the desk has not taken over, though nothing of it is here any more.
export function heldBack(): Kept<"held">[] {
  const here = new Set(records.all.filter((each) => each.state !== "DELIVERED").map((each) => each.uuid));
  return itemsOf(items, "held").filter((each) => !here.has(each.key));
}

export function waiting(): FieldRecord[] {
  return records.all.filter((each) => each.state === "KEPT");
}

// An answer is new until it was looked at; what is not answered any more is forgotten.
export async function sawReply(key: string): Promise<void> {
  if (seenReplies.value.has(key)) return;
  const seen = [...seenReplies.value, key].filter((each) => items.has(`reply:${each}`));
  seenReplies.value = new Set(seen);
  await open().store.write([{ table: "settings", key: SEEN_REPLIES, value: seen }]);
}

// Bring what waits to the server when the network is back or the app is looked at again; lock what is left alone.
export function watch(): void {
  const soon = () => void opened?.sync.now();
  addEventListener("online", soon);
  let idle: ReturnType<typeof setTimeout>;
  const used = () => {
    clearTimeout(idle);
    idle = setTimeout(lock, LOCK_AFTER_MS);
  };
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, used, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") soon();
  });
  used();
}
