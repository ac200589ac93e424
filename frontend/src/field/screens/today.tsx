// 今天: whom to visit, by risk and date, place by place, and who was visited today; three counts in words.
import { computed, defineComponent, ref, type VNode } from "vue";
import { filledLately, otherForms } from "../beginning.ts";
import { itemOf, itemsOf, type Kept, type VisitBody } from "../bodies.ts";
import { contactsOwed } from "../contacts_owed.ts";
import { doorsOf, sweepsOf, sweepWords, underWay } from "../doors.ts";
import type { FieldRecord } from "../outbox.ts";
import { damagedNotice, notice, nothing, page, row, signInLink } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import { drafts, items, open, records, seenReplies, session, waiting } from "../session.ts";
import { newerVersion, takeNewerVersion } from "../shell.ts";
import { daysUntil, dueWords, syncWords, today } from "../words.ts";
import { OtherForms } from "./forms.tsx";

const ROWS = 4;
// What presses on the person stands before what presses on the list, but never in its place.
const MOST_PRESSING = 2;
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
    const done = computed(filledLately);
    const visits = computed(() => route(itemsOf(items, "visit").filter(({ body }) => !done.value.has(body.child))));
    const lines = computed(() => [
      ...visits.value.map(({ body }) => () =>
        row(address("child", body.child), body.name, about(body), dueWords(body.due_on), daysUntil(body.due_on) < 0),
      ),
      ...[...done.value].map(([child, filled]) => () => row(address("child", child), nameOf(child), filledWords(child, filled), "已填")),
    ]);
    const returned = computed(() => itemsOf(items, "returned").length);
    const replies = computed(() => itemsOf(items, "reply").filter((each) => !seenReplies.value.has(each.key)));
    const owed = computed(() => contactsOwed(items, records.all));
    const sweeping = computed(() => {
      const rounds = sweepsOf(items).filter((each) => underWay(each, today()));
      return rounds.map(({ key }) => ({ key, doors: doorsOf(items, records.all, key) })).find((each) => each.doors.some((door) => !door.outcome));
    });
    const counts = computed(() => {
      const here = `手机里 ${waiting().length} 条未送达`;
      if (!itemsOf(items, "child").length) return here;
      const late = visits.value.filter((each) => daysUntil(each.body.due_on) < 0).length;
      const soon = visits.value.filter((each) => daysUntil(each.body.due_on) >= 0 && daysUntil(each.body.due_on) <= SOON_DAYS).length;
      return `已过期 ${late} 人，七天内要走访 ${soon} 人，${here}`;
    });
    const pressing = () => {
      const [begun] = drafts.values();
      const all: (VNode | false)[] = [
        ["SIGN_IN", "NOT_YET"].includes(session.sync) && notice("care", <p>手机里的内容都还在，登录后会自动送出。</p>, signInLink()),
        returned.value > 0 && rows(row(address("filled"), "退回修改", `督导员退回了 ${returned.value} 份，请修改`, "需处理", true)),
        !!begun && rows(row(address("form", begun.uuid), `接着填：${begun.title}`, nameOf(begun.child), "没填完")),
        replies.value.length > 0 && rows(row(address("filled"), "有新的答复", replies.value[0]!.body.said, `${replies.value.length} 条`)),
        owed.value > 0 && rows(row(address("contacts"), "每周联系", "父母都在外，这周还没有记", `${owed.value} 个孩子`)),
        !!sweeping.value && rows(row(address("sweep", sweeping.value.key), "入户摸排", sweepWords(sweeping.value.doors), "接着去")),
        newerVersion.value && (
          <button type="button" onClick={takeNewerVersion}>
            更新到新版本
          </button>
        ),
        !session.syncedAt && (
          <button type="button" onClick={() => void open().sync.now()}>
            现在联网
          </button>
        ),
      ];
      return all.filter((each) => each !== false).slice(0, MOST_PRESSING);
    };

    return () => {
      const extras = pressing();
      const size = ROWS - extras.length;
      return page(
        { title: "今天" },
        <p class="counts">{counts.value}</p>,
        <p class="hint" role="status">
          {syncWords(session.sync, waiting().length)}
        </p>,
        damagedNotice(),
        session.reason && notice("care", <p>{session.reason}</p>),
        session.daysAway >= NAG_DAYS && notice("care", <p>已 {session.daysAway} 天没有联网，请尽快连一次网，把内容送出去。</p>),
        ...extras,
        lines.value.length ? rows(...pageOf(lines.value, at.value, size).map((each) => each())) : nobody(size),
        turns(lines.value.length, at, size),
      );
    };
  },
});

// Nobody is due; whoever has no children of the list fills other forms.
function nobody(size: number): VNode {
  if (itemsOf(items, "child").length) return nothing("没有要走访的孩子。", "有新的安排会出现在这里；要提前走访，请到“更多”里的“全部孩子”。");
  if (otherForms().length) return <OtherForms rows={size} />;
  return nothing("没有要走访的孩子。", session.syncedAt ? "有新的安排会出现在这里。" : "请连上网络，取一次您片区的资料。");
}

function rows(...content: VNode[]): VNode {
  return <ul class="rows">{content}</ul>;
}

function filledWords(child: string, filled: FieldRecord[]): string {
  const problems = itemsOf(items, "problem").filter((each) => each.body.child === child).length;
  return [...filled.map((each) => each.title), problems && `${problems} 个问题要复查`].filter(Boolean).join(" · ");
}

function nameOf(child: string | null): string {
  return child ? (itemOf(items, "child", child)?.name ?? "") : "";
}
