// What the server answers (服务器应答), put into words that the app acts upon. Nothing is thrown.
import type { Bytes } from "./bytes.ts";
import type { KeyPieces } from "./vault.ts";

export type Failure =
  // 401, or a page instead of an answer: somebody has to sign in (again).
  | { kind: "SIGN_IN" }
  // The account was disabled, or this telephone sealed.
  | { kind: "SEALED" }
  // 429 and 503: later, not before so many milliseconds.
  | { kind: "WAIT"; ms: number }
  // 413
  | { kind: "TOO_LARGE" }
  // 400, 404, 409, 422 …: this was looked at and will not be taken as it is.
  | { kind: "REFUSED"; status: number; reason: string }
  // 500, no answer, no network.
  | { kind: "BROKEN"; offline: boolean };

export type Answer<T> = { kind: "OK"; body: T } | Failure;

export type FormNote = { id: string; version: string; title: string; digest: string; kind?: string };

export type Me = {
  name: string;
  account?: string;
  posts: { title: string; place: string }[];
  areas: string[];
  settings: { offline_days: number; duty_phone: string; police?: string };
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
  conflicts: unknown[];
};

const PATIENCE_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const WAIT_MS = 60_000;

export class Server {
  readonly #base: string;
  readonly #patience: number;
  #csrf = "";

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

  register(id: string, label: string): Promise<Answer<KeyPieces>> {
    return this.#ask("device", { method: "POST", body: JSON.stringify({ id, label }) });
  }

  unlock(device: string): Promise<Answer<KeyPieces>> {
    return this.#ask(`device/${device}/unlock`, { method: "POST", body: "{}" });
  }

  formAddress(id: string, version: string): string {
    return `${this.#base}forms/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;
  }

  async #ask<T>(address: string, asked: RequestInit = {}): Promise<Answer<T>> {
    const headers = {
      Accept: "application/json",
      "X-CSRFToken": this.#csrf,
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

async function understood<T>(answer: Response): Promise<Answer<T>> {
  // A sign-in page, of ours or of the network's owner, comes as a page with any status.
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) {
    if (answer.status >= 500) return waiting(answer) ?? { kind: "BROKEN", offline: false };
    return failed(answer, {}) ?? { kind: "SIGN_IN" };
  }
  const body = (await answer.json()) as T & { code?: string; message?: string; next?: string };
  return answer.ok ? { kind: "OK", body } : (failed(answer, body) ?? refused(answer.status, body));
}

function failed(answer: Response, body: { code?: string }): Failure | null {
  if (answer.status === 401) return { kind: "SIGN_IN" };
  if (answer.status === 403) return body.code === "SEALED" ? { kind: "SEALED" } : { kind: "SIGN_IN" };
  if (answer.status === 413) return { kind: "TOO_LARGE" };
  return waiting(answer) ?? (answer.status >= 500 ? { kind: "BROKEN", offline: false } : null);
}

function waiting(answer: Response): Failure | null {
  if (answer.status !== 429 && answer.status !== 503) return null;
  const said = Number(answer.headers.get("Retry-After"));
  const ms = Number.isFinite(said) && said > 0 ? said * 1000 : WAIT_MS;
  return { kind: "WAIT", ms: Math.min(ms, LONGEST_WAIT_MS) };
}

function refused(status: number, body: { message?: string; next?: string }): Failure {
  const reason = [body.message, body.next].filter(Boolean).join("。") || `服务器没有收下（${status}）`;
  return { kind: "REFUSED", status, reason };
}
