// A telephone with WeChat, as far as the mini-program sees it (微信替身): pages run as they are and are drawn by
// WeChat's own template engine, glass-easel, so that what is read here is on the screen and what is tapped is there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  Component, ComponentSpace, Element, EmptyBackendContext, NativeNode, TextNode, type GeneralComponent,
} from "glass-easel";
import { TmplGroup } from "glass-easel-template-compiler";

const load = createRequire(import.meta.url);
const WEAPP = "../../weapp";

export type Said = Record<string, unknown>;
export interface Asked { url: string; method: string; data: Record<string, string> }
type Answering = (asked: Asked) => { status: number; data: unknown } | "NO_NETWORK";
type Method = (this: unknown, ...said: unknown[]) => unknown;

// What is wrong with a template, and what it makes, as WeChat's compiler says.
export function compiled(name: string, template: string): { wrong: unknown[]; group: Record<string, any> } {
  const made = new TmplGroup();
  const wrong = made.addTmpl(name, template) as unknown[];
  return { wrong, group: new Function(`return ${made.getTmplGenObjectGroups()}`)() };
}

export class Page {
  private readonly component: GeneralComponent;
  private readonly under: Set<Promise<unknown>>;

  constructor(component: GeneralComponent, under: Set<Promise<unknown>>) {
    this.component = component;
    this.under = under;
  }

  get data(): Said {
    return this.component.data;
  }

  // All words on the screen.
  get shown(): string {
    return wordsOn(this.component.getShadowRoot()!);
  }

  // Tap the button with these words, or tap it more than once before the screen has changed, and wait.
  async tap(words: string, times = 1): Promise<void> {
    await this.does("tap", (each) => each.is === "button" && wordsOn(each) === words, words, undefined, times);
  }

  // Type, or tick.
  async change(element: "input" | "checkbox-group", value: unknown): Promise<void> {
    await this.does(element === "input" ? "input" : "change", (each) => each.is === element, element, { value });
  }

  // What the page behind does, as failing to load.
  async fails(): Promise<void> {
    await this.does("error", (each) => each.is === "web-view", "web-view");
  }

  async settled(): Promise<void> {
    while (this.under.size) await Promise.all(this.under);
  }

  find(element: string): Said[] {
    return this.elements().filter((each) => each.is === element).map((each) => attributesOf(each));
  }

  private async does(event: string, wanted: (each: NativeNode) => boolean, words: string, detail?: Said, times = 1): Promise<void> {
    const [found] = this.elements().filter(wanted);
    assert.ok(found, `not on the screen: ${words}`);
    assert.ok(!attributesOf(found).disabled, `cannot be tapped: ${words}`);
    for (let turn = 0; turn < times; turn++) found.triggerEvent(event, detail);
    await this.settled();
  }

  private elements(): NativeNode[] {
    return below(this.component.getShadowRoot()!);
  }
}

export class Phone {
  asked: Asked[] = [];
  went: string[] = [];
  codes = 0;
  loginFails = false;
  scanned: string | null = null;
  confirms = true;
  answers: Answering;
  private readonly under = new Set<Promise<unknown>>();

  constructor(answers: Answering) {
    this.answers = answers;
  }

  // Give a page as WeChat would show it, and wait until it has done what it does when it opens.
  async open(name: "field" | "bind" | "privacy"): Promise<Page> {
    let written: Said | undefined;
    Object.assign(globalThis, { wx: this.wx(), Page: (said: Said) => (written = said) });
    for (const file of Object.keys(load.cache)) if (file.includes("/weapp/")) delete load.cache[file];
    load(`${WEAPP}/pages/${name}/${name}.js`);
    assert.ok(written, `no page ${name}`);
    const { data, ...methods } = written as { data: Said } & Record<string, Method>;
    const template = readFileSync(new URL(`${WEAPP}/pages/${name}/${name}.wxml`, import.meta.url), "utf8");
    const { wrong, group } = compiled(name, template);
    assert.deepEqual(wrong, []);
    const watched = Object.entries(methods).map(([key, method]) => [key, this.watched(method as Method)]);
    const definition = new ComponentSpace()
      .define(name)
      // Events of WeChat's own elements, which are no components here, are listened to as `bindtap` says.
      .template({ groupList: group, content: group[name], fallbackListenerOnNativeNode: true })
      .data(() => structuredClone(data))
      .methods(Object.fromEntries(watched))
      .registerComponent();
    const component = Component.createWithContext("page", definition, new EmptyBackendContext());
    Element.pretendAttached(component);
    const page = new Page(component, this.under);
    (component as any).onLoad?.();
    await page.settled();
    return page;
  }

  private watched(method: Method): Method {
    const { under } = this;
    return function (this: unknown, ...said: unknown[]): unknown {
      const done = method.apply(this, said);
      if (done instanceof Promise) {
        under.add(done);
        void done.finally(() => under.delete(done));
      }
      return done;
    };
  }

  private wx(): Said {
    return {
      login: (wanted: any) =>
        this.loginFails ? wanted.fail({ errMsg: "login:fail" }) : wanted.success({ code: `code-${++this.codes}` }),
      request: (wanted: any) => {
        const { url, method, data } = wanted;
        this.asked.push({ url, method, data });
        const answer = this.answers({ url, method, data });
        if (answer === "NO_NETWORK") queueMicrotask(() => wanted.fail({ errMsg: "request:fail" }));
        else queueMicrotask(() => wanted.success({ statusCode: answer.status, data: answer.data }));
      },
      redirectTo: ({ url }: { url: string }) => this.went.push(url),
      scanCode: (wanted: any) =>
        this.scanned === null ? wanted.fail({ errMsg: "scanCode:fail cancel" }) : wanted.success({ result: this.scanned }),
      showModal: (wanted: any) => wanted.success({ confirm: this.confirms }),
    };
  }
}

export function refusal(status: number, code: string): () => { status: number; data: Said } {
  return () => ({ status, data: { code, message: `${code} 的原因`, next: "怎么办" } });
}

// Every element below one, in the order of reading.
function below(element: Element): NativeNode[] {
  return element.childNodes.flatMap((each) => {
    if (each instanceof TextNode) return [];
    return each instanceof NativeNode ? [each, ...below(each)] : below(each as Element);
  });
}

function wordsOn(element: Element): string {
  return element.childNodes
    .map((each) => (each instanceof TextNode ? each.textContent.trim() : wordsOn(each as Element)))
    .join("");
}

function attributesOf(element: NativeNode): Said {
  return Object.fromEntries(element.attributes.map(({ name, value }) => [name, value]));
}
