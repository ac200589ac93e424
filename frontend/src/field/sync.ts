// The runner of the synchronisation (同步): alone under a Web Lock, tried again after a while, never in the way.
import { bringArea } from "./area.ts";
import { bringForms } from "./blank_forms.ts";
import { itemsOf } from "./bodies.ts";
import type { Outbox } from "./outbox.ts";
import { bringReturnedFiles } from "./returned.ts";
import type { Failure, Item, Me, Server } from "./server.ts";
import type { Store } from "./store.ts";
import { TelephoneKey } from "./telephone_key.ts";
import { Upload } from "./upload.ts";
import type { Vault } from "./vault.ts";

const LOCK = "gonghu-field-sync";
// What a telephone is called until somebody names it otherwise at the desk.
const LABEL = "手机";
const EVERY_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

// What the last run came to: IDLE none yet, BUSY under way, DONE everything delivered that can be.
export type SyncState = "IDLE" | "BUSY" | "DONE" | "OFFLINE" | "SIGN_IN" | "SEALED" | "NOT_YET" | "WAITING" | "OTHER_OWNER" | "REFUSED" | "NO_ROOM";

// Why a run ended early.
type Ended = Failure | "OTHER_OWNER" | "NO_ROOM";

type Parts = {
  store: Store;
  outbox: Outbox;
  server: Server;
  vault: Vault;
  device: string;
  // Something on the telephone is different now.
  changed: () => Promise<void>;
  became: (state: SyncState, reason: string) => void;
};

export class Sync {
  readonly #parts: Parts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = FIRST_PAUSE_MS;
  #again = false;
  #ended = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  // Run now, or once more after the run under way.
  async now(): Promise<void> {
    if (this.#ended) return;
    this.#again = true;
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      while (lock && this.#again && !this.#ended) {
        this.#again = false;
        this.#parts.became("BUSY", "");
        this.#plan(await this.#run());
      }
    });
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  // A session that is over, before or under way, is begun anew with the telephone's key: once, or a card is needed.
  async #run(): Promise<Ended | null> {
    const { store, server, device } = this.#parts;
    const key = new TelephoneKey(store, server, device);
    try {
      const stopped = await this.#once(key);
      const over = stopped !== null && typeof stopped === "object" && stopped.kind === "SIGN_IN";
      return over && (await key.signIn()) ? await this.#once(key) : stopped;
    } catch (problem) {
      // The telephone itself: whatever it is, it is tried again.
      return isFull(problem) ? "NO_ROOM" : { kind: "BROKEN", offline: false };
    }
  }

  async #once(key: TelephoneKey): Promise<Ended | null> {
    const { store, outbox, server, vault, device, changed } = this.#parts;
    const answer = await server.me();
    if (answer.kind !== "OK") return answer;
    const me = answer.body;
    const before = await store.read<Me>("settings", "me");
    if (before && before.account !== me.account) return "OTHER_OWNER";
    const remember = async () => {
      await vault.spokeWithServer(me.settings.offline_days, Date.parse(me.now));
      await store.write([{ table: "settings", key: "me", value: { ...me, csrf: "" } }]);
      await key.tell(LABEL);
    };
    // A telephone without room sends all the same: that is what makes room.
    const remembered = await remember().then(() => true, () => false);
    const upload = new Upload(outbox, server, device, () => void changed());
    const stopped = await upload.run();
    if (stopped) return stopped;
    if (!remembered) await remember();
    // The list of today stands there while the forms still come; they come too where the area is refused.
    const refused = await bringArea(store, server);
    if (refused && refused.kind !== "REFUSED") return refused;
    await changed();
    await bringForms(server, me.forms, await formsInUse(outbox));
    if (refused) return refused;
    const items = await store.all<Item>("items");
    const returned = itemsOf(items, "returned").map(({ key, body }) => ({ key, files: body.files }));
    await outbox.settle(new Set([...itemsOf(items, "held"), ...returned].map((each) => each.key)));
    await bringReturnedFiles(store, outbox, server, returned);
    await outbox.tidy();
    await store.write([{ table: "settings", key: "synced_at", value: new Date().toISOString() }]);
    return upload.broken;
  }

  #plan(stopped: Ended | null): void {
    const { became, changed } = this.#parts;
    void changed();
    clearTimeout(this.#timer);
    const [state, pause] = this.#verdict(stopped);
    const told = stopped !== null && typeof stopped === "object" && "reason" in stopped;
    became(state, told ? stopped.reason : "");
    this.#pause = pause === null ? Math.min(this.#pause * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    if (!this.#ended) this.#timer = setTimeout(() => void this.now(), pause ?? this.#pause);
  }

  // The state, and when to try again; null is after a pause that doubles.
  #verdict(stopped: Ended | null): [SyncState, number | null] {
    if (stopped === null) return ["DONE", EVERY_MS];
    if (typeof stopped === "string") return [stopped, EVERY_MS];
    if (stopped.kind === "SIGN_IN" || stopped.kind === "SEALED" || stopped.kind === "NOT_YET") return [stopped.kind, EVERY_MS];
    if (stopped.kind === "REFUSED") return ["REFUSED", EVERY_MS];
    if (stopped.kind === "WAIT") return ["WAITING", stopped.ms];
    return [stopped.kind === "BROKEN" && stopped.offline ? "OFFLINE" : "WAITING", null];
  }
}

// A transaction that finds no room says so itself, or is taken back.
function isFull(problem: unknown): boolean {
  return problem instanceof DOMException && ["QuotaExceededError", "AbortError"].includes(problem.name);
}

async function formsInUse(outbox: Outbox) {
  const drafts = [...(await outbox.drafts()).values()];
  const records = (await outbox.records()).filter((each) => each.state !== "DELIVERED");
  return [...drafts, ...records].map(({ form, version }) => ({ id: form, version }));
}
