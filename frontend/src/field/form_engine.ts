// The engine of the forms (表单引擎), a part of its own that is loaded with the first form.
import { loadForm, type RootNode } from "@getodk/xforms-engine";
import { reactive } from "vue";
import type { Bytes } from "./bytes.ts";

const INSTANCE_FILE = "xml_submission_file";
const FILE_ANSWER = /^[\w-]+\.(jpe?g|png|webp|webm|weba|ogg|mp4|m4a|mp3)$/i;

export type OpenForm = { root: RootNode; title: string };
export type HeldFile = { name: string; type: string; bytes: Bytes };
export class FormBroken extends Error {}

// What is given before the form opens: whom it is about, which task it answers, or what was tapped already.
export type Given = Readonly<Record<string, string | null>>;

export async function beginForm(xform: string, given: Given): Promise<OpenForm> {
  const loaded = await load(withGiven(xform, given));
  return { root: loaded.createInstance(settings()).root, title: titleOf(xform) };
}

// Open a draft where it was left.
export async function resumeForm(xform: string, xml: string, files: readonly HeldFile[]): Promise<OpenForm> {
  const loaded = await load(xform);
  const restored = await loaded.restoreInstance({ data: [instance(xml, files)] }, settings());
  return { root: restored.root, title: titleOf(xform) };
}

// Open what was sent before for correction: it gets a number of its own.
export async function correctForm(xform: string, xml: string, files: readonly HeldFile[]): Promise<OpenForm> {
  const loaded = await load(xform);
  const edited = await loaded.editInstance(
    { inputType: "FORM_INSTANCE_INPUT_RESOLVED", data: [instance(xml, files)] },
    settings(),
  );
  return { root: edited.root, title: titleOf(xform) };
}

export type Filled = { uuid: string; xml: string; names: string[]; complete: boolean };

// The answers as they stand.
export async function answersOf(root: RootNode): Promise<Filled> {
  const payload = await root.prepareInstancePayload();
  const xml = await payload.data[0].get(INSTANCE_FILE).text();
  // The payload leaves out files that were restored; what the answers name is what belongs to them.
  return { uuid: instanceIdOf(xml), xml, names: fileAnswers(xml), complete: payload.status === "ready" };
}

async function load(xform: string) {
  const loaded = await loadForm(matchingWhole(xform), { missingResourceBehavior: "BLANK" });
  if (loaded.status === "failure") throw new FormBroken(String(loaded.error));
  return loaded;
}

// A pattern is of the whole answer, as ODK Collect and the server have it; the engine looks for it anywhere.
function matchingWhole(xform: string): string {
  return xform.replace(/(regex\([^'"]*?,\s*)('|&quot;)(.*?)\2(\s*\))/g, "$1$2^(?:$3)$$$2$4");
}

function settings() {
  return {
    stateFactory: reactive as <T extends object>(object: T) => T,
    // Or the engine would keep one of its own in the browser's storage.
    preloadProperties: { deviceID: "gonghu-field" },
    instanceAttachments: {
      fileNameFactory: ({ basename, extension }: { basename: string; extension: string | null }) =>
        `${basename}${extension ?? ""}`,
    },
  };
}

function withGiven(xform: string, given: Given): string {
  const parsed = new DOMParser().parseFromString(xform, "application/xml");
  const primary = parsed.getElementsByTagNameNS("http://www.w3.org/2002/xforms", "instance")[0]?.firstElementChild;
  for (const [name, value] of Object.entries(given)) {
    const question = [...(primary?.children ?? [])].find((each) => each.localName === name);
    if (question) question.textContent = value ?? "";
  }
  return new XMLSerializer().serializeToString(parsed);
}

function instance(xml: string, files: readonly HeldFile[]) {
  const data = new FormData();
  data.set(INSTANCE_FILE, new File([withoutLostFiles(xml, files)], INSTANCE_FILE, { type: "text/xml" }));
  for (const { name, type, bytes } of files) data.set(name, new File([bytes], name, { type }));
  return data as unknown as Parameters<Awaited<ReturnType<typeof load>>["restoreInstance"]>[0]["data"][0];
}

function fileAnswers(xml: string): string[] {
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  const leaves = [...parsed.querySelectorAll("*")].filter((each) => !each.children.length);
  return leaves.map((each) => each.textContent ?? "").filter((each) => FILE_ANSWER.test(each));
}

// A photo that is no longer on the telephone cannot be shown again; its answer is left empty.
function withoutLostFiles(xml: string, files: readonly HeldFile[]): string {
  const held = new Set(files.map((each) => each.name));
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  for (const each of parsed.querySelectorAll("*")) {
    const answer = each.children.length ? "" : (each.textContent ?? "");
    if (FILE_ANSWER.test(answer) && !held.has(answer)) each.textContent = "";
  }
  return new XMLSerializer().serializeToString(parsed);
}

function instanceIdOf(xml: string): string {
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  const said = [...parsed.querySelectorAll("*")].find((each) => each.localName === "instanceID")?.textContent ?? "";
  return said.trim().replace(/^uuid:/, "");
}

function titleOf(xform: string): string {
  const parsed = new DOMParser().parseFromString(xform, "application/xml");
  return parsed.getElementsByTagNameNS("http://www.w3.org/1999/xhtml", "title")[0]?.textContent ?? "";
}
