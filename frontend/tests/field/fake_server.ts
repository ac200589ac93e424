// A server that keeps records and parts as the real one does, and can be told to answer otherwise.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Fault = 401 | 403 | 409 | 413 | 422 | 429 | 500 | "hang" | "html";
export const FAULTS: readonly Fault[] = [401, 403, 409, 413, 422, 429, 500, "hang", "html"];

type Item = { kind: string; key: string; digest: string; body: unknown };
type Taken = { state?: string; reasons?: string[]; refused_files?: { name: string; reason: string }[] };
type Sent = { uuid: string; xml: string; files: { name: string; sha256: string; size: number }[] };

export class FakeServer {
  readonly stored = new Map<string, Sent>();
  readonly parts = new Map<string, Buffer>();
  requests = 0;
  // Gives the fault of a request that names these records, or none.
  fault: (uuids: string[], part: boolean) => Fault | null = () => null;
  // After how many requests the connection is cut before the answer is out; the work is done all the same.
  loseAnswer: () => boolean = () => false;
  // The area, how much of it is a page, and what happens after each.
  areaItems: Item[] = [];
  pageOfArea = 100;
  afterPage: () => void = () => {};
  areaFault: Fault | null = null;
  formFault: Fault | null = null;
  // What else is said of a record that was taken whole.
  afterTaking: (uuid: string) => Taken = () => ({});
  readonly #http = createServer((request, response) => void this.#answer(request, response));

  forget(): void {
    const { areaItems, pageOfArea, afterPage, areaFault, formFault, afterTaking } = new FakeServer();
    Object.assign(this, { areaItems, pageOfArea, afterPage, areaFault, formFault, afterTaking });
  }

  async start(): Promise<string> {
    await new Promise<void>((ready) => this.#http.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/field/api/`;
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }

  whole(uuid: string): boolean {
    const record = this.stored.get(uuid);
    return !!record && this.#missing(record).length === 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const body = await bodyOf(request);
    const [, , , what, uuid, , name] = new URL(request.url ?? "", "http://x").pathname.split("/");
    const from = Number(new URL(request.url ?? "", "http://x").searchParams.get("from") ?? 0);
    if (what !== "records") return this.#answerOther(what ?? "", body, response);
    const records = !uuid ? (JSON.parse(body.toString()).records as Sent[]) : [];
    const fault = this.fault(uuid ? [uuid] : records.map((each) => each.uuid), !!uuid);
    if (fault) return broken(response, fault);
    const answer = uuid ? this.#part(uuid, decodeURIComponent(name ?? ""), from, body) : { answers: records.map((each) => this.#take(each)) };
    if (this.loseAnswer()) return void request.socket.destroy();
    say(response, 200, answer);
  }

  #answerOther(what: string, body: Buffer, response: ServerResponse): void {
    if (what === "me") {
      const forms = [{ id: "regular_visit", version: "1", title: "走访", digest: "", child: "REQUIRED" }];
      return say(response, 200, { account: "me", settings: { offline_days: 14 }, csrf: "", forms, now: new Date().toISOString() });
    }
    if (what === "forms") {
      if (this.formFault) return broken(response, this.formFault);
      response.writeHead(200, { "Content-Type": "text/xml" });
      return void response.end("<form/>");
    }
    if (what !== "area") return say(response, 200, {});
    if (this.areaFault) return broken(response, this.areaFault);
    this.#page(JSON.parse(body.toString()) as { have: Record<string, string>; after: string }, response);
  }

  #page(asked: { have: Record<string, string>; after: string }, response: ServerResponse): void {
    const named = new Map(this.areaItems.map((each) => [`${each.kind}:${each.key}`, each]));
    const names = [...new Set([...named.keys(), ...Object.keys(asked.have)])].sort().filter((each) => each > asked.after);
    const page = names.slice(0, this.pageOfArea);
    const items = page.flatMap((each) => named.get(each) ?? []).filter((each) => asked.have[`${each.kind}:${each.key}`] !== each.digest);
    const lines = [...named].map(([name, item]) => `${name} ${item.digest}`);
    const area_digest = createHash("sha256").update(lines.sort().join("\n")).digest("hex");
    const next = page.length < names.length ? page.at(-1) : "";
    say(response, 200, { items, gone: page.filter((each) => !named.has(each)), next, area_digest });
    this.afterPage();
  }

  #take(record: Sent): unknown {
    const had = this.stored.get(record.uuid);
    if (had && had.xml !== record.xml) {
      return { uuid: record.uuid, standing: "DIFFERENT", state: "", reasons: [], missing: [], conflicts: [], refused_files: [] };
    }
    if (!had) this.stored.set(record.uuid, record);
    const missing = this.#missing(record);
    const standing = had ? "HAD" : "STORED";
    const told = missing.length ? { state: "RECEIVED" } : { state: "ACCEPTED", ...this.afterTaking(record.uuid) };
    return { uuid: record.uuid, standing, reasons: [], missing, conflicts: [], refused_files: [], ...told };
  }

  #missing(record: Sent): { name: string; from: number }[] {
    return record.files
      .map((each) => ({ name: each.name, size: each.size, from: this.parts.get(`${record.uuid}/${each.name}`)?.length ?? 0 }))
      .filter((each) => each.from < each.size);
  }

  #part(uuid: string, name: string, from: number, bytes: Buffer): unknown {
    const key = `${uuid}/${name}`;
    const have = this.parts.get(key) ?? Buffer.alloc(0);
    const now = from <= have.length ? Buffer.concat([have.subarray(0, from), bytes]) : have;
    const size = this.stored.get(uuid)?.files.find((each) => each.name === name);
    const damaged = size && now.length === size.size && createHash("sha256").update(now).digest("hex") !== size.sha256;
    this.parts.set(key, damaged ? Buffer.alloc(0) : now);
    return { have: damaged ? 0 : now.length };
  }
}

function broken(response: ServerResponse, fault: Fault): void {
  if (fault === "hang") return;
  if (fault === "html") {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    return void response.end("<!doctype html><title>登录</title>");
  }
  const codes: Partial<Record<Fault, string>> = { 401: "SIGN_IN", 403: "SEALED", 429: "SLOW_DOWN" };
  const headers: Record<string, string> = fault === 429 ? { "Retry-After": "7" } : {};
  say(response, fault, { code: codes[fault] ?? "REFUSED", message: "不能收下", next: "请修改" }, headers);
}

function say(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
