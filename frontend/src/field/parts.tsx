// What screens are built of (屏幕部件).
import type { VNode, VNodeChild } from "vue";
import { address, route, type Screen } from "./routes.ts";
import { answering, dialled, numbers } from "./numbers.ts";
import { isOpening } from "./one_form.ts";
import { heldBack, records, session, waiting } from "./session.ts";

const TABS: readonly [Screen, string][] = [
  ["today", "今天"],
  ["filled", "已填"],
  ["harm", "报告伤害"],
  ["more", "更多"],
];

type Head = { title: string; back?: Screen; backKey?: string };

// A screen with its heading. The four first ones have the tabs below, every other the way back: few things at once.
export function page(head: Head, ...content: VNodeChild[]): VNode {
  return (
    <div class="screen">
      <header class="head">
        {head.back && (
          <a class="back" href={address(head.back, head.backKey)}>
            返回
          </a>
        )}
        <h1>{head.title}</h1>
      </header>
      <main>{content}</main>
      {isOpening.value && (
        <p class="opening" role="status">
          正在打开表格……
        </p>
      )}
      {!head.back && (
        <nav class="tabs" aria-label="主要页面">
          {TABS.map(([screen, words]) => tab(screen, words))}
        </nav>
      )}
    </div>
  );
}

// A screen of its own without tabs: a form, or what stands before the PIN.
export function plainPage(title: string, ...content: VNodeChild[]): VNode {
  return (
    <div class="screen is-plain">
      <header class="head">
        <h1>{title}</h1>
      </header>
      <main>{content}</main>
    </div>
  );
}

function tab(screen: Screen, words: string): VNode {
  const care = screen === "filled" ? records.all.filter((each) => each.state === "NEEDS_CARE").length + heldBack().length : 0;
  const count = screen === "filled" ? waiting().length + care : 0;
  const said = count ? `${words} ${count}` : words;
  return route.screen === screen && !route.key ? (
    <span class="tab" aria-current="page">
      {said}
    </span>
  ) : (
    <a class={["tab", screen === "harm" && "is-urgent"]} href={address(screen)}>
      {said}
    </a>
  );
}

export function notice(kind: "calm" | "care", ...content: VNodeChild[]): VNode {
  return (
    <div class={["notice", `is-${kind}`]} role={kind === "care" ? "alert" : "status"}>
      {content}
    </div>
  );
}

// Nobody may take for delivered what this telephone cannot read any more.
export function damagedNotice(): VNode | false {
  if (!session.damaged) return false;
  return notice("care", <p>有 {session.damaged} 条填过的内容读不出来了，还留在手机里，没有送达。请联系督导员，并重新填一份。</p>);
}

export function row(to: string, title: string, detail: string, mark = "", urgent = false): VNode {
  return (
    <li>
      <a class="row" href={to}>
        <span class="row-title">{title}</span>
        {mark && <span class={["mark", urgent && "is-urgent"]}>{mark}</span>}
        {detail && <span class="row-detail">{detail}</span>}
      </a>
    </li>
  );
}

export function nothing(what: string, next: string): VNode {
  return (
    <div class="nothing">
      <p>{what}</p>
      <p class="hint">{next}</p>
    </div>
  );
}

// 110 and the telephone on duty, also before any PIN.
export function emergency(): VNode {
  const known = numbers();
  return (
    <div class="emergency">
      <a class="button" href={`tel:${known.police}`}>
        有危险打 {known.police}
      </a>
      {answering(known)
        .slice(0, 1)
        .map(({ phone }) => (
          <a class="button" href={dialled(phone)}>
            值班电话 <span class="number">{phone}</span>
          </a>
        ))}
    </div>
  );
}

export function signInLink(): VNode {
  return (
    <a class="button is-main" href="/sign-in?next=/field/">
      去登录
    </a>
  );
}
