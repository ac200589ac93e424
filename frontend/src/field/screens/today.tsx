// 今天: whom to visit, by risk and date, place by place; three counts in words.
import { computed, defineComponent, ref } from "vue";
import { itemsOf, type Kept, itemOf, type VisitBody } from "../bodies.ts";
import { notice, nothing, page, row, signInLink } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import { drafts, items, open, records, session, waiting } from "../session.ts";
import { newerVersion, takeNewerVersion } from "../shell.ts";
import { APART } from "./child.tsx";
import { daysUntil, dueWords, syncWords } from "../words.ts";

const ROWS = 4;
// Days without contact after which the app asks for it.
const NAG_DAYS = 3;
const SOON_DAYS = 7;
const RISKS = ["EXTREME", "HIGH", "MIDDLE", "LOW"];

function risk(visit: Kept<"visit">): number {
  const found = RISKS.indexOf(itemOf(items, "child", visit.body.child)?.risk ?? "");
  return found < 0 ? RISKS.length : found;
}

// The most pressing first; then those who live in the same place stand together.
function route(visits: Kept<"visit">[]): Kept<"visit">[] {
  const pressing = [...visits].sort(
    (one, other) => risk(one) - risk(other) || one.body.due_on.localeCompare(other.body.due_on) || one.key.localeCompare(other.key),
  );
  const places = [...new Set(pressing.map((each) => each.body.place))];
  return places.flatMap((place) => pressing.filter((each) => each.body.place === place));
}

function about(visit: VisitBody): string {
  return [visit.place, visit.reason].filter(Boolean).join(" · ");
}

export const Today = defineComponent({
  setup() {
    const at = ref(0);
    // Filled here, but the server has not planned anew since.
    const visited = computed(() => {
      const fresh = records.all.filter((each) => each.state === "KEPT" || (each.answered_at ?? "") > (session.syncedAt ?? ""));
      return new Set(fresh.filter((each) => !APART.includes(each.form)).map((each) => each.child));
    });
    const visits = computed(() => route(itemsOf(items, "visit").filter(({ body }) => !visited.value.has(body.child))));
    // What presses on the person stands before what presses on the list.
    const rows = computed(() => {
      const extras = [returned.value > 0, drafts.size > 0, newerVersion.value, asksToSignIn(), !session.syncedAt];
      return Math.max(1, ROWS - extras.filter(Boolean).length);
    });
    const returned = computed(() => itemsOf(items, "returned").length);
    const counts = computed(() => {
      const late = visits.value.filter((each) => daysUntil(each.body.due_on) < 0).length;
      const soon = visits.value.filter((each) => daysUntil(each.body.due_on) >= 0 && daysUntil(each.body.due_on) <= SOON_DAYS).length;
      return `已过期 ${late} 人，七天内要走访 ${soon} 人，手机里 ${waiting().length} 条未送达`;
    });
    const begun = () => [...drafts.values()];
    const asksToSignIn = () => ["SIGN_IN", "NOT_YET"].includes(session.sync);

    return () =>
      page(
        { title: "今天" },
        <p class="counts">{counts.value}</p>,
        <p class="hint" role="status">
          {syncWords(session.sync, waiting().length)}
        </p>,
        session.daysAway >= NAG_DAYS && notice("care", <p>已 {session.daysAway} 天没有联网，请尽快连一次网，把内容送出去。</p>),
        asksToSignIn() && notice("care", <p>手机里的内容都还在，登录后会自动送出。</p>, signInLink()),
        newerVersion.value && (
          <button type="button" onClick={takeNewerVersion}>
            更新到新版本
          </button>
        ),
        returned.value > 0 && (
          <ul class="rows">{row(address("filled"), "退回修改", `督导员退回了 ${returned.value} 份，请修改`, "需处理", true)}</ul>
        ),
        begun().length > 0 && (
          <ul class="rows">
            {begun()
              .slice(0, 1)
              .map((each) => row(address("form", each.uuid), `接着填：${each.title}`, nameOf(each.child), "没填完"))}
          </ul>
        ),
        visits.value.length ? (
          <ul class="rows">
            {pageOf(visits.value, at.value, rows.value).map(({ body }) =>
              row(address("child", body.child), body.name, about(body), dueWords(body.due_on), daysUntil(body.due_on) < 0),
            )}
          </ul>
        ) : (
          nothing("没有要走访的孩子。", session.syncedAt ? "有新的安排会出现在这里。" : "请连上网络，取一次您片区的资料。")
        ),
        turns(visits.value.length, at, rows.value),
        !session.syncedAt && (
          <button type="button" onClick={() => void open().sync.now()}>
            现在联网
          </button>
        ),
      );
  },
});

function nameOf(child: string | null): string {
  return child ? (itemOf(items, "child", child)?.name ?? "") : "";
}
