// Beginning, resuming and correcting a form (开始填写): each is a draft that is kept from its first moment.
import { blankForm } from "./blank_forms.ts";
import { type Door, type DoorOutcome, itemOf, type ReturnedBody } from "./bodies.ts";
import { doorOf } from "./doors.ts";
import type { HeldFile, OpenForm } from "./form_engine.ts";
import { oneForm } from "./one_form.ts";
import { type Draft, type FieldRecord, fileNote, type FileNote } from "./outbox.ts";
import { go } from "./routes.ts";
import type { FormNote } from "./server.ts";
import { drafts, items, open, records, refresh, server, session } from "./session.ts";
import { today } from "./words.ts";

export class NoForm extends Error {
  constructor() {
    super("这张表还没有存到手机。请连上网络，打开“今天”等一会儿再试。");
  }
}

// What a form is for, by the ids that the shipped forms carry.
export function formFor(use: string): FormNote | null {
  return session.me?.forms.find((each) => each.id === use) ?? null;
}

const HARM = "harm_report";
// Forms that stand on screens of their own.
const APART: readonly string[] = [HARM, "weekly_contact", "complaint", "recheck"];
// A door is chosen on the list of its round.
const DOOR = "sweep_household";
// A household that no list has is written down from there too.
const ADDITION = "sweep_addition";
// Also for a child whom no list knows.
const FOUND = "child_dictionary";

// What may be filled about a child of the list …
export function childForms(): FormNote[] {
  return session.me?.forms.filter((each) => each.child !== "NONE" && !APART.includes(each.id)) ?? [];
}

// … and what may be filled without one.
export function otherForms(): FormNote[] {
  return session.me?.forms.filter((each) => (each.child !== "REQUIRED" || each.id === FOUND) && ![HARM, DOOR, ADDITION].includes(each.id)) ?? [];
}

// What was filled today, or since the server last planned, by child.
export function filledLately(): Map<string, FieldRecord[]> {
  const fresh = (each: FieldRecord) => each.state === "KEPT" || (each.answered_at ?? "") > (session.syncedAt ?? "");
  const late = (each: FieldRecord) => fresh(each) || today(new Date(each.made_at)) === today();
  const made = records.all.filter((each) => each.child && !APART.includes(each.form) && late(each));
  return new Map(made.map(({ child }) => [child!, made.filter((each) => each.child === child)]));
}

type About = { child?: string | null; task?: string | null };

export function begin(form: FormNote, about: About): Promise<void> {
  return oneForm(() => beginOne(form, about));
}

async function beginOne(form: FormNote, about: About): Promise<void> {
  const { child = null, task = null } = about;
  const begun = [...drafts.values()].find((each) => each.form === form.id && each.child === child && each.task === task && child);
  if (begun) return go("form", begun.uuid);
  const xform = await blank(form.id, form.version);
  const engine = await import("./form_engine.ts");
  const opened = await engine.beginForm(xform, { child, task });
  const { uuid, xml } = await engine.answersOf(opened.root);
  justBegun = { uuid, opened };
  await keep({ uuid, form: form.id, version: form.version, title: form.title, child, task, xml, files: [] });
}

// What came of a door is told with one tap: the form is filled and done at once.
export async function tellDoor(door: Door, outcome: DoorOutcome, seenOn: string): Promise<void> {
  const form = formFor(DOOR);
  if (!form) throw new NoForm();
  const xform = await blank(form.id, form.version);
  const engine = await import("./form_engine.ts");
  const { root } = await engine.beginForm(xform, { household: door.key, outcome, seen_on: seenOn });
  const { uuid, xml } = await engine.answersOf(root);
  const now = new Date().toISOString();
  await open().outbox.finish({
    uuid, form: form.id, version: form.version, title: `入户：${door.label}`, child: null, task: null, xml, files: [],
    base: { outcome: door.version }, step: 0, begun_at: now, changed_at: now, door: { key: door.key, outcome, seenOn },
  });
  await refresh();
  void open().sync.now();
}

// A household that the list does not have: called as it was looked for.
export function beginAddition(sweep: string, code: string, village: string, label: string): Promise<void> {
  return oneForm(() => addOne(sweep, code, village, label));
}

async function addOne(sweep: string, code: string, village: string, label: string): Promise<void> {
  const form = formFor(ADDITION);
  if (!form) throw new NoForm();
  const xform = await blank(form.id, form.version);
  const engine = await import("./form_engine.ts");
  const opened = await engine.beginForm(xform, { sweep, village: code, label });
  const { uuid, xml } = await engine.answersOf(opened.root);
  justBegun = { uuid, opened };
  const { id, version, title } = form;
  await keep({ uuid, form: id, version, title, child: null, task: null, xml, files: [], base: {}, addition: { sweep, village } });
}

// Whoever found a child goes on with its form.
export async function beginFound(): Promise<void> {
  const form = formFor(FOUND);
  if (!form) throw new NoForm();
  await begin(form, {});
}

// Open again what the server refused, or what came back from the desk with a comment.
export function correct(record: FieldRecord): Promise<void> {
  return oneForm(async () => correctAs(record, record.xml, await held(record.uuid, record.files), record.files));
}

export function correctReturned(key: string, back: ReturnedBody): Promise<void> {
  return oneForm(async () => {
    const files = await held(key, back.files);
    const notes = await Promise.all(files.map(({ name, type, bytes }) => fileNote(name, type, bytes)));
    await correctAs({ uuid: key, ...back, task: null }, back.xml, files, notes);
  });
}

async function correctAs(
  from: Pick<Draft, "uuid" | "form" | "version" | "title" | "child" | "task" | "door" | "addition">,
  answers: string,
  files: HeldFile[],
  notes: FileNote[],
): Promise<void> {
  const begun = [...drafts.values()].find((each) => each.replaces === from.uuid);
  if (begun) return go("form", begun.uuid);
  const engine = await import("./form_engine.ts");
  const { root } = await engine.correctForm(await blank(from.form, from.version), answers, files);
  const { uuid, xml, names } = await engine.answersOf(root);
  const { form, version, title, child, task } = from;
  const kept = notes.filter((each) => names.includes(each.name));
  const seen = from.door ? { base: { outcome: doorOf(items, [], from.door.key)?.version ?? "" } } : {};
  const about = from.addition ? { base: {}, addition: from.addition } : seen;
  await keep({ uuid, form, version, title, child, task, xml, files: kept, replaces: from.uuid, ...about }, files);
}

// What was opened a moment ago is not read a second time to be shown: that costs a slow telephone half a second.
let justBegun: { uuid: string; opened: OpenForm } | null = null;

export async function resume(draft: Draft): Promise<OpenForm> {
  const begun = justBegun;
  justBegun = null;
  if (begun?.uuid === draft.uuid) return begun.opened;
  const engine = await import("./form_engine.ts");
  return engine.resumeForm(await blank(draft.form, draft.version), draft.xml, await held(draft.uuid, draft.files));
}

type Made = Omit<Draft, "base" | "step" | "begun_at" | "changed_at"> & Partial<Pick<Draft, "base">>;

async function keep(made: Made, files: HeldFile[] = []): Promise<void> {
  const now = new Date().toISOString();
  const child = made.child ? itemOf(items, "child", made.child) : null;
  const seen = Object.fromEntries([...(child?.card.map((each) => [each.field, each.version]) ?? []), ["items", child?.items ?? ""]]);
  const draft: Draft = { ...made, base: made.base ?? seen, step: 0, begun_at: now, changed_at: now };
  await open().outbox.keep(draft, files);
  drafts.set(draft.uuid, draft);
  go("form", draft.uuid);
}

async function held(uuid: string, notes: readonly { name: string; type: string }[]): Promise<HeldFile[]> {
  const found: HeldFile[] = [];
  for (const { name, type } of notes) {
    const bytes = await open().outbox.file(uuid, name);
    if (bytes) found.push({ name, type, bytes });
  }
  return found;
}

async function blank(id: string, version: string): Promise<string> {
  const xform = await blankForm(server, id, version);
  if (!xform) throw new NoForm();
  return xform;
}
