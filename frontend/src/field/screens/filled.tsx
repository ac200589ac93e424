// 已填: what became of every record, in words.
import { computed, defineComponent, ref } from "vue";
import { itemOf, itemsOf } from "../bodies.ts";
import { damagedNotice, nothing, page, row } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import { drafts, heldBack, items, open, records, seenReplies, session, waiting } from "../session.ts";
import { momentWords, RECORD_STATES, syncWords } from "../words.ts";

const ROWS = 3;

type Line = { to: string; title: string; detail: string; mark: string; urgent: boolean };

function nameOf(child: string | null): string {
  return child ? (itemOf(items, "child", child)?.name ?? "") : "";
}

export const Filled = defineComponent({
  setup() {
    const at = ref(0);
    const lines = computed<Line[]>(() => {
      const returned = itemsOf(items, "returned")
        .filter((each) => !records.all.some((one) => one.replaces === each.key))
        .map(({ key, body }) => ({
          to: address("record", `returned:${key}`), title: body.title, detail: `${body.name} ${body.comment}`, mark: "退回修改", urgent: true,
        }));
      const held = heldBack().map(({ key, body }) => ({
        to: address("record", `held:${key}`), title: body.title, detail: `${body.name} 已送到，工作人员正在核对`, mark: "需处理", urgent: true,
      }));
      const met = itemsOf(items, "conflict").sort((one, other) => one.body.brought_at.localeCompare(other.body.brought_at));
      const conflicts = met.map(({ key, body }) => ({
        to: address("conflict", key), title: `${body.label}有两种写法`, detail: body.name, mark: "需处理", urgent: true,
      }));
      const begun = [...drafts.values()].map((each) => ({
        to: address("record", `draft:${each.uuid}`), title: each.title, detail: nameOf(each.child), mark: "没填完", urgent: false,
      }));
      const replies = itemsOf(items, "reply")
        .sort((one, other) => other.body.answered_at.localeCompare(one.body.answered_at))
        .map(({ key, body }) => ({
          to: address("record", `reply:${key}`), title: body.said, detail: momentWords(body.answered_at),
          mark: seenReplies.value.has(key) ? "已答复" : "新答复", urgent: false,
        }));
      const fresh = replies.filter((each) => each.mark === "新答复");
      const back = new Set(heldBack().map((each) => each.key));
      const order = { NEEDS_CARE: 0, KEPT: 1, DELIVERED: 2 };
      const sent = records.all
        .filter((each) => !back.has(each.uuid))
        .sort((one, other) => order[one.state] - order[other.state] || other.sequence - one.sequence)
        .map((each) => ({
          to: address("record", each.uuid),
          title: each.title,
          detail: `${nameOf(each.child)} ${momentWords(each.made_at)}`,
          mark: RECORD_STATES[each.state],
          urgent: each.state === "NEEDS_CARE",
        }));
      return [...returned, ...held, ...conflicts, ...fresh, ...begun, ...sent, ...replies.filter((each) => !fresh.includes(each))];
    });
    return () =>
      page(
        { title: "已填" },
        <p class="hint" role="status">
          {syncWords(session.sync, waiting().length)}
        </p>,
        damagedNotice(),
        lines.value.length ? (
          <ul class="rows">
            {pageOf(lines.value, at.value, ROWS).map((each) => row(each.to, each.title, each.detail, each.mark, each.urgent))}
          </ul>
        ) : (
          nothing("还没有填过表。", "从“今天”里选一个孩子开始。")
        ),
        turns(lines.value.length, at, ROWS),
        <button type="button" disabled={session.sync === "BUSY"} onClick={() => void open().sync.now()}>
          现在送达
        </button>,
      );
  },
});
