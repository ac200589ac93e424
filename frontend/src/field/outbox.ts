// What was filled on this telephone (已填): drafts kept at each answer, records that wait, and what became of them.
//
// Nothing leaves here before the server has said that it holds the record and every byte of its files.
import type { DoorOutcome } from "./bodies.ts";
import { type Bytes, sha256 } from "./bytes.ts";
import type { Change, Store } from "./store.ts";

const DAY_MS = 24 * 3600 * 1000;
// So long what was delivered stays listed.
const LISTED_DAYS = 14;

export type FileNote = { name: string; type: string; sha256: string; size: number };

export type Draft = {
  uuid: string;
  form: string;
  version: string;
  title: string;
  child: string | null;
  task: string | null;
  // Versions of the card's fields as they were seen when the form was opened.
  base: Record<string, string>;
  xml: string;
  step: number;
  begun_at: string;
  changed_at: string;
  files: FileNote[];
  replaces?: string;
  // The household of a sweep that it speaks of, and what it says of it.
  door?: { key: string; outcome: DoorOutcome; seenOn: string };
  // The round and village to whose list it adds a household.
  addition?: { sweep: string; village: string };
};

// KEPT 已保存在手机 · DELIVERED 已送达 · NEEDS_CARE 需处理
export type RecordState = "KEPT" | "DELIVERED" | "NEEDS_CARE";

export type FieldRecord = Omit<Draft, "step" | "begun_at" | "changed_at"> & {
  sequence: number;
  made_at: string;
  state: RecordState;
  // The server holds the record itself; of its files only what it does not name as missing.
  held: boolean;
  missing: { name: string; from: number }[];
  // Files that the server will not take; they stay here until somebody says that they may go.
  refused: string[];
  reasons: string[];
  // Times the server broke down over this one; such records go alone, after the others.
  failures: number;
  // When it was delivered or refused.
  answered_at: string | null;
};

export class Outbox {
  readonly #store: Store;
  readonly #now: () => Date;

  constructor(store: Store, now: () => Date = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  drafts(): Promise<Map<string, Draft>> {
    return this.#store.all<Draft>("drafts");
  }

  draft(uuid: string): Promise<Draft | null> {
    return this.#store.read<Draft>("drafts", uuid);
  }

  async records(): Promise<FieldRecord[]> {
    const all = [...(await this.#store.all<FieldRecord>("records")).values()];
    return all.sort((one, other) => one.sequence - other.sequence);
  }

  record(uuid: string): Promise<FieldRecord | null> {
    return this.#store.read<FieldRecord>("records", uuid);
  }

  file(uuid: string, name: string): Promise<Bytes | null> {
    return this.#store.bytes("files", `${uuid}/${name}`);
  }

  // Keep a draft as it stands, with a file that came or went in the same transaction.
  async keep(draft: Draft, files: readonly { name: string; bytes: Bytes | null }[] = []): Promise<void> {
    const changes: Change[] = files.map(({ name, bytes }) => ({
      table: "files",
      key: `${draft.uuid}/${name}`,
      ...(bytes && { bytes }),
    }));
    const changed = { ...draft, changed_at: this.#now().toISOString() };
    await this.#store.write([...changes, { table: "drafts", key: draft.uuid, value: changed }]);
  }

  async drop(draft: Draft): Promise<void> {
    const files = draft.files.map((each) => ({ table: "files" as const, key: `${draft.uuid}/${each.name}` }));
    await this.#store.write([...files, { table: "drafts", key: draft.uuid }]);
  }

  // The draft is done: it leaves the drafts and enters the outbox in one transaction. It answers what it replaces.
  async finish(draft: Draft): Promise<FieldRecord> {
    const { step: _step, begun_at: _begun, changed_at: _changed, ...filled } = draft;
    const sequence = ((await this.#store.read<number>("settings", "sequence")) ?? 0) + 1;
    const record: FieldRecord = {
      ...filled,
      sequence,
      made_at: this.#now().toISOString(),
      state: "KEPT",
      held: false,
      missing: draft.files.map(({ name }) => ({ name, from: 0 })),
      refused: [],
      reasons: [],
      failures: 0,
      answered_at: null,
    };
    const replaced = draft.replaces ? await this.record(draft.replaces) : null;
    await this.#store.write([
      { table: "settings", key: "sequence", value: sequence },
      { table: "drafts", key: draft.uuid },
      { table: "records", key: record.uuid, value: record },
      ...(replaced ? gone(replaced) : []),
    ]);
    return record;
  }

  async note(records: readonly FieldRecord[]): Promise<void> {
    await this.#store.write(records.map((each) => ({ table: "records", key: each.uuid, value: each })));
  }

  // The server holds everything: the content leaves the telephone, a line stays in the list for two weeks.
  async delivered(record: FieldRecord): Promise<void> {
    const line: FieldRecord = {
      ...record,
      xml: "",
      files: [],
      missing: [],
      refused: [],
      held: true,
      state: "DELIVERED",
      reasons: [],
      answered_at: this.#now().toISOString(),
    };
    const files = record.files.map((each) => ({ table: "files" as const, key: `${record.uuid}/${each.name}` }));
    const listed: Change = { table: "records", key: record.uuid, value: line };
    try {
      await this.#store.write([...files, listed]);
    } catch {
      // No room even for the line: what the server has goes first, and makes room for it.
      await this.#store.write([...files, { table: "records", key: record.uuid }]);
      await this.#store.write([listed]).catch(() => {});
    }
  }

  // Somebody has to look; everything stays as it is.
  async needsCare(record: FieldRecord, reasons: string[]): Promise<void> {
    await this.note([{ ...record, state: "NEEDS_CARE", reasons, answered_at: this.#now().toISOString() }]);
  }

  // Send what was refused once more as it is.
  async again(record: FieldRecord): Promise<void> {
    await this.note([{ ...record, state: "KEPT", held: false, refused: [], reasons: [], failures: 0, answered_at: null }]);
  }

  // What the server has whole, and nobody at the desk waits with any more, is settled.
  async settle(waited: ReadonlySet<string>): Promise<void> {
    const whole = (each: FieldRecord) => each.held && !each.missing.length && !each.refused.length;
    const care = (await this.records()).filter((each) => each.state === "NEEDS_CARE" && whole(each));
    for (const each of care) if (!waited.has(each.uuid)) await this.delivered(each);
  }

  // Drop lines of what was delivered long ago.
  async tidy(): Promise<void> {
    const before = new Date(this.#now().getTime() - LISTED_DAYS * DAY_MS).toISOString();
    const old = (await this.records()).filter((each) => each.state === "DELIVERED" && (each.answered_at ?? "") < before);
    await this.#store.write(old.map((each) => ({ table: "records", key: each.uuid })));
  }
}

// Give the note that belongs to a file.
export async function fileNote(name: string, type: string, bytes: Bytes): Promise<FileNote> {
  return { name, type, sha256: await sha256(bytes), size: bytes.length };
}

// A corrected record takes the place of this one.
function gone(record: FieldRecord): Change[] {
  const files = record.files.map((each) => ({ table: "files" as const, key: `${record.uuid}/${each.name}` }));
  return [...files, { table: "records", key: record.uuid }];
}
