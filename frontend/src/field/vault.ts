// What opens the store (手机保险箱): a PIN, a secret of this telephone and a share of the server, all three together.
//
// A wrong PIN is counted before it is tried, so that killing the app gives no tries back. Ten of them, or too many days
// without contact, delete the share: the store is then sealed until the server gives the share out again. Whoever has
// just signed in may also choose a new PIN: what the share opens then is never on the telephone otherwise. Nothing else
// is ever deleted here.
import { type Bytes, fromBase64, fromText, joined } from "./bytes.ts";
import type { Database, VaultRow } from "./database.ts";

export const PIN_DIGITS = 6;
export const WRONG_PINS = 10;
const ROUNDS = 600_000;
const NONCE = 12;
const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
const ROW = "vault";
const PLACE = fromText("vault/key");

// What the server gives out for a telephone; see the record of decision 0033.
export type KeyPieces = { share: string; rescue_key: string; offline_days: number };

export type VaultState = "NEW" | "LOCKED" | "SEALED";
export type Unlocking = { opened: CryptoKey } | { wrong: number } | "SEALED";
// What a typed PIN comes to: the key in clear, for this moment only, or how many tries are left.
export type Tried = { raw: Bytes } | { wrong: number } | "SEALED";

export class Vault {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
  }

  async state(): Promise<VaultState> {
    const row = await this.#row();
    if (!row) return "NEW";
    const seenAt = this.#latest(row);
    const tooLong = seenAt - row.contactAt > row.offlineDays * DAY_MS;
    if ((row.share && tooLong) || seenAt - row.seenAt > HOUR_MS) await this.#write({ ...row, seenAt, share: tooLong ? null : row.share });
    return row.share && !tooLong ? "LOCKED" : "SEALED";
  }

  // Make the key of this telephone; from now on the PIN opens it.
  async begin(device: string, pin: string, pieces: KeyPieces): Promise<CryptoKey> {
    if (await this.#row()) throw new Error("this telephone has its key already");
    const raw = crypto.getRandomValues(new Uint8Array(32));
    const secret = (await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"])) as CryptoKey;
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const share = await daily(pieces.share);
    const row: VaultRow = {
      device,
      salt,
      secret,
      wrapped: await seal(await wrappingKey(pin, salt, share, secret), raw),
      recovery: await seal(await recoveryKey(pieces.share, secret), raw),
      share,
      wrongPins: 0,
      ...this.#contact(pieces.offline_days),
    };
    await this.#write(row);
    return dataKey(raw);
  }

  async unlock(pin: string): Promise<Unlocking> {
    const tried = await this.tryPin(pin);
    return typeof tried === "object" && "raw" in tried ? { opened: await dataKey(tried.raw) } : tried;
  }

  async tryPin(pin: string): Promise<Tried> {
    if ((await this.state()) !== "LOCKED") return "SEALED";
    const row = await this.#row();
    if (!row?.share) return "SEALED";
    const wrongPins = row.wrongPins + 1;
    await this.#write({ ...row, wrongPins, share: wrongPins > WRONG_PINS ? null : row.share });
    if (wrongPins > WRONG_PINS) return "SEALED";
    const raw = await open(await wrappingKey(pin, row.salt, row.share, row.secret), row.wrapped);
    if (raw) {
      await this.#write({ ...row, wrongPins: 0 });
      return { raw };
    }
    if (wrongPins < WRONG_PINS) return { wrong: WRONG_PINS - wrongPins };
    await this.#write({ ...row, wrongPins, share: null });
    return "SEALED";
  }

  // For whoever has just typed the old one.
  async changePin({ raw }: { raw: Bytes }, wanted: string): Promise<void> {
    const row = await this.#row();
    if (!row?.share) return;
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const wrapped = await seal(await wrappingKey(wanted, salt, row.share, row.secret), raw);
    await this.#write({ ...row, salt, wrapped });
  }

  // The server gave the share out again, after signing in. Another share than this telephone's changes nothing: what
  // is kept would never open again.
  async release(pieces: KeyPieces): Promise<boolean> {
    const row = await this.#row();
    if (!row || !(await open(await recoveryKey(pieces.share, row.secret), row.recovery))) return false;
    const share = await daily(pieces.share);
    await this.#write({ ...row, share, wrongPins: 0, ...this.#contact(pieces.offline_days) });
    return true;
  }

  // A new PIN for whoever has forgotten the old one and has just signed in.
  async beginAnew(pin: string, pieces: KeyPieces): Promise<CryptoKey | null> {
    const row = await this.#row();
    const raw = row && (await open(await recoveryKey(pieces.share, row.secret), row.recovery));
    if (!raw) return null;
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const share = await daily(pieces.share);
    const wrapped = await seal(await wrappingKey(pin, salt, share, row.secret), raw);
    await this.#write({ ...row, salt, wrapped, share, wrongPins: 0, ...this.#contact(pieces.offline_days) });
    return dataKey(raw);
  }

  async seal(): Promise<void> {
    const row = await this.#row();
    if (row) await this.#write({ ...row, share: null });
  }

  // The server's clock puts one right that began again in 1970.
  async spokeWithServer(offlineDays: number, serverNow: number): Promise<void> {
    const row = await this.#row();
    if (row) await this.#write({ ...row, ...this.#contact(offlineDays, serverNow) });
  }

  async device(): Promise<string | null> {
    return (await this.#row())?.device ?? null;
  }

  // Days since the server was last heard.
  async daysAway(): Promise<number> {
    const row = await this.#row();
    return row ? Math.floor((this.#latest(row) - row.contactAt) / DAY_MS) : 0;
  }

  #row(): Promise<VaultRow | undefined> {
    return this.#database.get("vault", ROW);
  }

  async #write(row: VaultRow): Promise<void> {
    const transaction = this.#database.transaction("vault", "readwrite", { durability: "strict" });
    await transaction.store.put(row, ROW);
    await transaction.done;
  }

  #contact(offlineDays: number, serverNow = 0): Pick<VaultRow, "contactAt" | "seenAt" | "offlineDays"> {
    const at = Math.max(this.#now(), serverNow);
    return { contactAt: at, seenAt: at, offlineDays };
  }

  // A clock that was set back is a wrong clock, not a long absence: time stands still until it is right again.
  #latest(row: VaultRow): number {
    return Math.max(this.#now(), row.seenAt);
  }
}

async function wrappingKey(pin: string, salt: Bytes, share: Bytes, secret: CryptoKey): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", fromText(pin), "PBKDF2", false, ["deriveBits"]);
  const stretched = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    typed,
    256,
  );
  const mixed = await crypto.subtle.sign("HMAC", secret, joined(new Uint8Array(stretched), share));
  return crypto.subtle.importKey("raw", mixed, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function dataKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function seal(key: CryptoKey, raw: Bytes): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: PLACE }, key, raw);
  return joined(iv, new Uint8Array(sealed));
}

async function open(key: CryptoKey, sealed: Bytes): Promise<Bytes | null> {
  const iv = sealed.slice(0, NONCE);
  try {
    const opening = crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: PLACE }, key, sealed.slice(NONCE));
    return new Uint8Array(await opening);
  } catch (refusal) {
    if (refusal instanceof DOMException && refusal.name === "OperationError") return null;
    throw refusal;
  }
}

// Of the share the telephone keeps only this for offline use …
function daily(share: string): Promise<Bytes> {
  return drawn(share, "daily");
}

// … and this opens the store without the PIN; it is never written down.
async function recoveryKey(share: string, secret: CryptoKey): Promise<CryptoKey> {
  const mixed = await crypto.subtle.sign("HMAC", secret, await drawn(share, "recovery"));
  return crypto.subtle.importKey("raw", mixed, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function drawn(share: string, use: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", fromBase64(share), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, fromText(use)));
}
