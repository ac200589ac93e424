// 已填: what became of every record, in words; what needs care can be mended or sent once more.
import { computed, defineComponent, ref } from "vue";
import { correct, correctReturned } from "../beginning.ts";
import { itemOf, itemsOf } from "../bodies.ts";
import type { FieldRecord } from "../outbox.ts";
import { notice, nothing, page, row } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address, become } from "../routes.ts";
import { drafts, items, open, records, refresh, session, waiting } from "../session.ts";
import { momentWords, RECORD_STATES, syncWords } from "../words.ts";

const ROWS = 3;
const RETURNED = "returned:";

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
          to: address("record", RETURNED + key), title: body.title, detail: `${body.name} ${body.comment}`, mark: "退回修改", urgent: true,
        }));
      const met = itemsOf(items, "conflict").sort((one, other) => one.body.brought_at.localeCompare(other.body.brought_at));
      const conflicts = met.map(({ key, body }) => ({
        to: address("conflict", key), title: `${body.label}有两种写法`, detail: body.name, mark: "需处理", urgent: true,
      }));
      const begun = [...drafts.values()].map((each) => ({
        to: address("form", each.uuid), title: each.title, detail: nameOf(each.child), mark: "没填完", urgent: false,
      }));
      const order = { NEEDS_CARE: 0, KEPT: 1, DELIVERED: 2 };
      const sent = [...records.all]
        .sort((one, other) => order[one.state] - order[other.state] || other.sequence - one.sequence)
        .map((each) => ({
          to: address("record", each.uuid),
          title: each.title,
          detail: `${nameOf(each.child)} ${momentWords(each.made_at)}`,
          mark: RECORD_STATES[each.state],
          urgent: each.state === "NEEDS_CARE",
        }));
      return [...returned, ...conflicts, ...begun, ...sent];
    });
    return () =>
      page(
        { title: "已填" },
        <p class="hint" role="status">
          {syncWords(session.sync, waiting().length)}
        </p>,
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

export const RecordScreen = defineComponent({
  props: { name: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const tell = (problem: Error) => (said.value = problem.message);
    const record = computed(() => records.all.find((each) => each.uuid === props.name));
    const returnedKey = props.name.startsWith(RETURNED) ? props.name.slice(RETURNED.length) : "";
    const returned = computed(() => (returnedKey ? itemOf(items, "returned", returnedKey) : null));

    async function again(kept: FieldRecord) {
      await open().outbox.again(kept);
      await refresh();
      become("filled");
      void open().sync.now();
    }
    return () => {
      const [kept, back] = [record.value, returned.value];
      if (back) {
        return page(
          { title: back.title, back: "filled" },
          <p class="lead">{back.name}</p>,
          notice("care", <p>退回修改：{back.comment}</p>),
          said.value && notice("care", <p>{said.value}</p>),
          <button type="button" class="is-main" onClick={() => void correctReturned(returnedKey, back).catch(tell)}>
            修改
          </button>,
        );
      }
      if (!kept) return page({ title: "已填", back: "filled" }, nothing("这一份已经不在手机里。", "请回到“已填”。"));
      return page(
        { title: kept.title, back: "filled" },
        <p class="lead">{nameOf(kept.child)}</p>,
        <p>
          {RECORD_STATES[kept.state]} · {momentWords(kept.answered_at ?? kept.made_at)}
        </p>,
        kept.reasons.length > 0 && notice("care", ...kept.reasons.map((each) => <p>{each}</p>)),
        said.value && notice("care", <p>{said.value}</p>),
        kept.state === "NEEDS_CARE" && kept.held && <p class="hint">内容已在服务器上，督导员会处理；您也可以修改。</p>,
        kept.state === "KEPT" && <p class="hint">有网络时会自动送达，送达前一直留在手机里。</p>,
        kept.state === "NEEDS_CARE" && (
          <div class="acts">
            <button type="button" class="is-main" onClick={() => void correct(kept).catch(tell)}>
              修改
            </button>
            <button type="button" onClick={() => void again(kept)}>
              原样再送一次
            </button>
          </div>
        ),
      );
    };
  },
});
