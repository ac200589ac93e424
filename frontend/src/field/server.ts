// What the server answers (服务器应答), put into words that the app acts upon. Nothing is thrown.
import type { Bytes } from "./bytes.ts";
import type { KeyPieces } from "./vault.ts";

export type Failure =
  // 401, or a page instead of an answer: somebody has to sign in (again).
  | { kind: "SIGN_IN" }
  // The account was disabled, or this telephone sealed.
  | { kind: "SEALED" }
  // Signed in, but a new password, a second factor or another post is needed first.
  | { kind: "NOT_YET"; reason: string }
  // 429 and 503: later, not before so many milliseconds.
  | { kind: "WAIT"; ms: number }
  // 413
  | { kind: "TOO_LARGE" }
  // 400, 404, 409, 422 …: this was looked at and will not be taken as it is.
  | { kind: "REFUSED"; status: number; reason: string }
  // 500, no answer, no network.
  | { kind: "BROKEN"; offline: boolean };

export type Answer<T> = { kind: "OK"; body: T } | Failure;

// Whether a form is about a child: it must be, it may be, it never is.
export type AboutChild = "REQUIRED" | "OPTIONAL" | "NONE";
export type FormNote = { id: string; version: string; title: string; digest: string; child: AboutChild };

export type Duty = { on: string; name: string; phone: string };

export type Settings = {
  offline_days: number;
  duty_phone: string;
  // Who answers, of this day and the next ones, the nearest first; none where no roster is kept.
  duty: Duty[];
  police: string;
  large_type: boolean;
  // Of one record, and of one of its files.
  most_files: number;
  most_file_bytes: number;
};

export type Me = {
  name: string;
  account: string;
  posts: { title: string; place: string }[];
  areas: string[];
  settings: Settings;
  csrf: string;
  forms: FormNote[];
  now: string;
};

export type Item = { kind: string; key: string; digest: string; body: unknown };
export type AreaPage = { items: Item[]; gone: string[]; next: string; area_digest: string };

export type SentRecord = {
  uuid: string;
  form: string;
  version: string;
  sequence: number;
  made_at: string;
  base: Record<string, string>;
  xml: string;
  files: { name: string; sha256: string; size: number }[];
  replaces?: string;
};

export type RecordAnswer = {
  uuid: string;
  standing: "STORED" | "HAD" | "DIFFERENT" | "REFUSED";
  state: string;
  reasons: string[];
  missing: { name: string; from: number }[];
  // Files that will never be taken as they are, and why.
  refused_files: { name: string; reason: string }[];
};

const PATIENCE_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const WAIT_MS = 60_000;

export class Server {
  readonly #base: string;
  readonly #patience: number;
  #csrf = "";
  device = "";

  constructor(base: string, patience: number = PATIENCE_MS) {
    this.#base = base;
    this.#patience = patience;
  }

  async me(): Promise<Answer<Me>> {
    const answer = await this.#ask<Me>("me");
    if (answer.kind === "OK") this.#csrf = answer.body.csrf;
    return answer;
  }

  area(have: Record<string, string>, after: string, limit: number): Promise<Answer<AreaPage>> {
    return this.#ask("area", { method: "POST", body: JSON.stringify({ have, after, limit }) });
  }

  records(device: string, records: SentRecord[]): Promise<Answer<{ answers: RecordAnswer[] }>> {
    return this.#ask("records", { method: "POST", body: JSON.stringify({ device, records }) });
  }

  part(uuid: string, name: string, from: number, bytes: Bytes): Promise<Answer<{ have: number }>> {
    const address = `records/${uuid}/files/${encodeURIComponent(name)}?from=${from}`;
    return this.#ask(address, { method: "PUT", body: bytes, headers: { "Content-Type": "application/octet-stream" } });
  }

  // A file of a record that was sent back; none when it cannot be had now.
  async file(uuid: string, name: string): Promise<Bytes | null> {
    try {
      const address = `${this.#base}records/${uuid}/files/${encodeURIComponent(name)}`;
      const asked = { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(this.#patience) } as const;
      const answer = await fetch(address, asked);
      const page = /json|html/.test(answer.headers.get("Content-Type") ?? "");
      return answer.ok && !page ? new Uint8Array(await answer.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  register(id: string, label: string, key = ""): Promise<Answer<KeyPieces>> {
    return this.#ask("device", { method: "POST", body: JSON.stringify({ id, label, public: key }) });
  }

  challenge(device: string): Promise<Answer<{ challenge: string }>> {
    return this.#ask(`device/${device}/challenge`, { method: "POST", body: "{}" });
  }

  async signIn(device: string, challenge: string, signature: string): Promise<Answer<{ csrf: string }>> {
    const body = JSON.stringify({ challenge, signature });
    const answer = await this.#ask<{ csrf: string }>(`device/${device}/sign-in`, { method: "POST", body });
    if (answer.kind === "OK") this.#csrf = answer.body.csrf;
    return answer;
  }

  unlock(device: string): Promise<Answer<KeyPieces>> {
    return this.#ask(`device/${device}/unlock`, { method: "POST", body: "{}" });
  }

  choose(conflict: string, choice: "STOOD" | "BROUGHT", seen: string): Promise<Answer<unknown>> {
    return this.#ask(`conflicts/${conflict}`, { method: "POST", body: JSON.stringify({ choice, seen }) });
  }

  // An empty form, the same for ever.
  async form(id: string, version: string): Promise<Answer<string>> {
    try {
      const asked = { credentials: "same-origin", signal: AbortSignal.timeout(this.#patience) } as const;
      const answer = await fetch(this.formAddress(id, version), asked);
      const isForm = answer.ok && /xml/.test(answer.headers.get("Content-Type") ?? "");
      if (isForm) return { kind: "OK", body: await answer.text() };
      return { kind: "REFUSED", status: answer.status, reason: "" };
    } catch {
      return { kind: "BROKEN", offline: false };
    }
  }

  formAddress(id: string, version: string): string {
    return `${this.#base}forms/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;
  }

  async #ask<T>(address: string, asked: RequestInit = {}): Promise<Answer<T>> {
    const answer = await this.#once<T>(address, asked);
    if (answer.kind !== "TOKEN") return answer;
    this.#csrf = answer.csrf;
    const again = await this.#once<T>(address, asked);
    return again.kind === "TOKEN" ? { kind: "SIGN_IN" } : again;
  }

  async #once<T>(address: string, asked: RequestInit): Promise<Answer<T> | NewToken> {
    const headers = {
      Accept: "application/json",
      "X-CSRFToken": this.#csrf,
      ...(this.device && { "X-Field-Device": this.device }),
      ...(typeof asked.body === "string" && { "Content-Type": "application/json" }),
      ...(asked.headers as Record<string, string> | undefined),
    };
    try {
      const answer = await fetch(this.#base + address, {
        ...asked,
        headers,
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(this.#patience),
      });
      return await understood<T>(answer);
    } catch (refusal) {
      // A network that fails says TypeError; one that hangs is given up after PATIENCE_MS.
      return { kind: "BROKEN", offline: refusal instanceof TypeError };
    }
  }
}

// The token of the page is too old; the answer brings a new one.
type NewToken = { kind: "TOKEN"; csrf: string };
type Said = { code?: string; message?: string; next?: string; csrf?: string };

async function understood<T>(answer: Response): Promise<Answer<T> | NewToken> {
  // A sign-in page, of ours or of the network's owner, comes as a page with any status.
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) {
    return failed(answer, {}) ?? { kind: "SIGN_IN" };
  }
  const body = (await answer.json()) as T & Said;
  if (answer.ok) return { kind: "OK", body };
  return failed(answer, body) ?? { kind: "REFUSED", status: answer.status, reason: words(answer.status, body) };
}

function failed(answer: Response, body: Said): Failure | NewToken | null {
  if (answer.status === 401) return { kind: "SIGN_IN" };
  if (answer.status === 403) return forbidden(body);
  if (answer.status === 413) return { kind: "TOO_LARGE" };
  // Not the record is at fault but the telephone, which the server does not know (any more).
  if (body.code === "UNKNOWN_DEVICE") return { kind: "NOT_YET", reason: words(answer.status, body) };
  if (answer.status === 429 || answer.status === 503) return waiting(answer);
  return answer.status >= 500 ? { kind: "BROKEN", offline: false } : null;
}

function forbidden(body: Said): Failure | NewToken {
  if (body.code === "SEALED") return { kind: "SEALED" };
  if (body.code === "TOKEN" && body.csrf) return { kind: "TOKEN", csrf: body.csrf };
  return body.code ? { kind: "NOT_YET", reason: words(403, body) } : { kind: "SIGN_IN" };
}

function waiting(answer: Response): Failure {
  const said = Number(answer.headers.get("Retry-After"));
  const ms = Number.isFinite(said) && said > 0 ? said * 1000 : WAIT_MS;
  return { kind: "WAIT", ms: Math.min(ms, LONGEST_WAIT_MS) };
}

function words(status: number, body: Said): string {
  return [body.message, body.next].filter(Boolean).join("。").replace("。。", "。") || `服务器没有收下（${status}）`;
}
