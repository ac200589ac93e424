// A telephone with WeChat, as far as the mini-program sees it (微信替身): pages run as they are, nothing is drawn.
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
const WEAPP = "../../weapp";

export type Said = Record<string, unknown>;
export interface Asked { url: string; method: string; data: Record<string, string> }
type Answering = (asked: Asked) => { status: number; data: unknown } | "NO_NETWORK";
interface Page { data: Said; setData(said: Said): void; [name: string]: any }

export class Phone {
  asked: Asked[] = [];
  went: string[] = [];
  codes = 0;
  loginFails = false;
  scanned: string | null = null;
  confirms = true;
  answers: Answering;

  constructor(answers: Answering) {
    this.answers = answers;
  }

  // Give a page as WeChat would show it, and wait until it has done what it does when it opens.
  async open(name: "field" | "bind" | "privacy"): Promise<Page> {
    let page: Page | undefined;
    Object.assign(globalThis, {
      wx: this.wx(),
      Page: (said: Page) => {
        page = { ...said, data: structuredClone(said.data), setData(changed) { Object.assign(this.data, changed); } };
      },
    });
    for (const file of Object.keys(load.cache)) if (file.includes("/weapp/")) delete load.cache[file];
    load(`${WEAPP}/pages/${name}/${name}.js`);
    if (!page) throw new Error(`no page ${name}`);
    await page.onLoad?.();
    return page;
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
