// The telephone's own key (手机密钥): when the session is over, it signs in without another card.
//
// The key lies in the sealed store, so only the PIN gives it free; what is taken out cannot be exported again. It is
// made once somebody has signed in otherwise, and told to the server until the server has it.
import { type Bytes, fromBase64, fromText, toBase64 } from "./bytes.ts";
import type { Server } from "./server.ts";
import type { Store } from "./store.ts";

const ROW = "telephone_key";
const PAIR = { name: "ECDSA", namedCurve: "P-256" };
const SIGNED = "gonghu telephone sign-in 1";

// Refused so often, the key is not tried again before somebody has signed in otherwise.
const REFUSALS = 2;

type Kept = { secret: string; point: string; told: boolean; refused: number };

export class TelephoneKey {
  readonly #store: Store;
  readonly #server: Server;
  readonly #device: string;

  constructor(store: Store, server: Server, device: string) {
    this.#store = store;
    this.#server = server;
    this.#device = device;
  }

  // Let the server know the key; whatever comes of it, the next time is soon enough.
  async tell(label: string): Promise<void> {
    const kept = (await this.#kept()) ?? (await made());
    if (kept.told) return;
    await this.#keep(kept);
    const answer = await this.#server.register(this.#device, label, kept.point);
    if (answer.kind === "OK") await this.#keep({ ...kept, told: true, refused: 0 });
  }

  // Sign in; false where somebody has to do it with a card.
  async signIn(): Promise<boolean> {
    const kept = await this.#kept();
    if (!kept?.told) return false;
    const asked = await this.#server.challenge(this.#device);
    if (asked.kind !== "OK") return false;
    const { challenge } = asked.body;
    const key = await crypto.subtle.importKey("pkcs8", fromBase64(kept.secret), PAIR, false, ["sign"]);
    const how = { name: "ECDSA", hash: "SHA-256" };
    const signature: Bytes = new Uint8Array(await crypto.subtle.sign(how, key, fromText(`${SIGNED}\n${challenge}`)));
    const answer = await this.#server.signIn(this.#device, challenge, toBase64(signature));
    const refused = answer.kind === "SIGN_IN" ? kept.refused + 1 : 0;
    if (refused !== kept.refused) await this.#keep({ ...kept, refused, told: refused < REFUSALS });
    return answer.kind === "OK";
  }

  #kept(): Promise<Kept | null> {
    return this.#store.read<Kept>("settings", ROW);
  }

  #keep(kept: Kept): Promise<void> {
    return this.#store.write([{ table: "settings", key: ROW, value: kept }]);
  }
}

async function made(): Promise<Kept> {
  const pair = await crypto.subtle.generateKey(PAIR, true, ["sign", "verify"]);
  const secret = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const kept = { secret: toBase64(secret), point: toBase64(point), told: false, refused: 0 };
  secret.fill(0);
  return kept;
}
