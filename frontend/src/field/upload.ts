// Bringing the records to the server (上传), however bad the network.
//
// Batches of twenty in the order in which they were made; a batch that is refused or breaks is halved until the record
// that is at fault stands alone, and everything else goes on. Whether a file has arrived is asked again by sending its
// record once more: only "we hold it, nothing is missing" empties the outbox.
import type { FieldRecord, Outbox } from "./outbox.ts";
import type { Failure, RecordAnswer, SentRecord, Server } from "./server.ts";

const BATCH = 20;
const PART_BYTES = 256 * 1024;
const SMALLEST_PART = 16 * 1024;
// Breakdowns in a row after which the server itself is taken to be down.
const BREAKDOWNS = 3;

// Why a run ended before everything was delivered.
export type Stop = Exclude<Failure, { kind: "TOO_LARGE" } | { kind: "REFUSED" }>;

export class Upload {
  readonly #outbox: Outbox;
  readonly #server: Server;
  readonly #device: string;
  readonly #told: () => void;
  // What the server said of records and what found no room on the telephone: it holds for this run.
  readonly #said = new Map<string, FieldRecord>();
  #stop: Stop | null = null;
  #broken: Stop | null = null;
  #breakdowns = 0;
  #partBytes = PART_BYTES;

  constructor(outbox: Outbox, server: Server, device: string, told: () => void = () => {}) {
    this.#outbox = outbox;
    this.#server = server;
    this.#device = device;
    this.#told = told;
  }

  // Send what waits; give why it stopped early, if it did.
  async run(): Promise<Stop | null> {
    await this.#sendAll();
    await this.#sendFiles();
    return this.#stop;
  }

  // What the server broke down over, though it took the rest.
  get broken(): Stop | null {
    return this.#broken;
  }

  async #sendAll(): Promise<void> {
    const waiting = (await this.#outbox.records()).filter((each) => each.state === "KEPT" && !each.held);
    const sound = waiting.filter((each) => each.failures === 0);
    for (let at = 0; at < sound.length && !this.#stop; at += BATCH) await this.#send(sound.slice(at, at + BATCH));
    for (const each of waiting.filter((one) => one.failures > 0)) if (!this.#stop) await this.#send([each]);
  }

  async #send(batch: FieldRecord[]): Promise<void> {
    const answer = await this.#server.records(this.#device, batch.map(sent));
    if (answer.kind === "OK") {
      this.#breakdowns = 0;
      await this.#take(batch, answer.body.answers);
    } else if (answer.kind === "TOO_LARGE" || answer.kind === "REFUSED") {
      await this.#halve(batch, () => this.#refuse(batch[0]!, [reasonOf(answer)]));
    } else if (answer.kind === "BROKEN" && !answer.offline) {
      await this.#brokeDown(batch, answer);
    } else {
      this.#stop = answer;
    }
  }

  // One that breaks the server alone goes after the others next time; three in a row, and it is the server.
  async #brokeDown(batch: FieldRecord[], answer: Stop): Promise<void> {
    this.#broken = answer;
    await this.#halve(batch, async () => {
      await this.#outbox.note(batch.map((each) => ({ ...each, failures: each.failures + 1 })));
      this.#breakdowns += 1;
      if (this.#breakdowns >= BREAKDOWNS) this.#stop = answer;
    });
  }

  async #halve(batch: FieldRecord[], alone: () => Promise<void>): Promise<void> {
    if (batch.length === 1) return alone();
    const half = Math.ceil(batch.length / 2);
    if (!this.#stop) await this.#send(batch.slice(0, half));
    if (!this.#stop) await this.#send(batch.slice(half));
  }

  async #take(batch: FieldRecord[], answers: RecordAnswer[]): Promise<void> {
    const told = new Map(answers.map((each) => [each.uuid, each]));
    for (const record of batch) {
      const answer = told.get(record.uuid);
      // What the server does not mention stays as it is.
      if (answer) await this.#takeOne(record, answer);
    }
    this.#told();
  }

  async #takeOne(record: FieldRecord, answer: RecordAnswer): Promise<void> {
    if (answer.standing !== "STORED" && answer.standing !== "HAD") {
      const different = "服务器上已有同一编号但内容不同的记录";
      const reasons = answer.reasons.length ? answer.reasons : [answer.standing === "DIFFERENT" ? different : "服务器没有收下"];
      return this.#refuse(record, reasons);
    }
    const refused = answer.refused_files.map((each) => each.name);
    const held = { ...record, held: true, missing: answer.missing, refused, failures: 0 };
    if (held.missing.length) return this.#note(held);
    if (answer.state !== "NEEDS_CARE" && !refused.length) return this.#outbox.delivered(held);
    // The server holds what it will take but somebody has to look: all of it stays here, so that it can be mended.
    const files = new Set(answer.refused_files.map((each) => `有附件没有收下：${each.reason}`));
    await this.#refuse(held, [...(answer.state === "NEEDS_CARE" ? answer.reasons : []), ...files]);
  }

  async #note(record: FieldRecord): Promise<void> {
    await this.#outbox.note([record]).catch(() => this.#said.set(record.uuid, record));
  }

  async #records(): Promise<FieldRecord[]> {
    return (await this.#outbox.records()).map((each) => this.#said.get(each.uuid) ?? each);
  }

  async #refuse(record: FieldRecord, reasons: string[]): Promise<void> {
    await this.#outbox.needsCare(record, reasons);
    this.#told();
  }

  async #sendFiles(): Promise<void> {
    for (const record of (await this.#records()).filter((each) => each.state === "KEPT" && each.held)) {
      if (this.#stop) return;
      let whole = true;
      for (const { name, from } of record.missing) whole = whole && !this.#stop && (await this.#sendFile(record, name, from));
      // Asked once more, the server says whether anything is still missing.
      if (whole && !this.#stop) {
        await this.#send([record]);
        await this.#countIfStillMissing(record);
      }
    }
  }

  async #countIfStillMissing(record: FieldRecord): Promise<void> {
    const after = (await this.#records()).find((each) => each.uuid === record.uuid);
    if (after?.state !== "KEPT" || !after.held) return;
    if (record.failures + 1 >= BREAKDOWNS) return this.#refuse(after, ["附件没有完整送达，请再送一次"]);
    await this.#note({ ...after, failures: record.failures + 1 });
  }

  // Send one file from where the server has it; give whether the server says it has all of it.
  async #sendFile(record: FieldRecord, name: string, from: number): Promise<boolean> {
    const bytes = await this.#outbox.file(record.uuid, name);
    if (!bytes) {
      await this.#refuse(record, [`附件 ${name} 在手机上打不开，请修改后重新拍摄`]);
      return false;
    }
    let at = from;
    while (at < bytes.length) {
      const part = bytes.slice(at, at + this.#partBytes);
      const answer = await this.#server.part(record.uuid, name, at, part);
      if (answer.kind === "OK" && answer.body.have > at) {
        at = answer.body.have;
        this.#breakdowns = 0;
      } else if (!(await this.#partFailed(record, name, answer))) return false;
    }
    return true;
  }

  // Give whether to go on with a smaller part.
  async #partFailed(record: FieldRecord, name: string, answer: Failure | { kind: "OK" }): Promise<boolean> {
    if (answer.kind === "TOO_LARGE" && this.#partBytes > SMALLEST_PART) {
      this.#partBytes = Math.max(SMALLEST_PART, this.#partBytes / 2);
      return true;
    }
    const unknown = answer.kind === "REFUSED" && answer.status === 404;
    if (answer.kind === "TOO_LARGE" || (answer.kind === "REFUSED" && !unknown)) {
      await this.#refuse(record, [`附件 ${name}：${reasonOf(answer)}`]);
    } else if (answer.kind === "OK" || unknown) {
      // The server has no more than before, or does not know the record: next time it is asked anew.
      await this.#note({ ...record, held: false, failures: record.failures + 1 });
    } else if (answer.kind === "BROKEN" && !answer.offline) {
      this.#broken = answer;
      this.#breakdowns += 1;
      if (this.#breakdowns >= BREAKDOWNS) this.#stop = answer;
    } else {
      this.#stop = answer as Stop;
    }
    return false;
  }
}

function reasonOf(answer: Failure): string {
  return answer.kind === "REFUSED" ? answer.reason : "内容太大，服务器没有收下";
}

function sent(record: FieldRecord): SentRecord {
  const { uuid, form, version, sequence, made_at, base, xml, replaces } = record;
  const files = record.files.map(({ name, sha256, size }) => ({ name, sha256, size }));
  return { uuid, form, version, sequence, made_at, base, xml, files, ...(replaces && { replaces }) };
}
