// One line of 已填: what became of it, and what may be done with it.
import { computed, defineComponent, ref, type VNode } from "vue";
import { correct, correctReturned } from "../beginning.ts";
import { itemOf } from "../bodies.ts";
import type { Draft, FieldRecord } from "../outbox.ts";
import { notice, nothing, page } from "../parts.tsx";
import { address, become } from "../routes.ts";
import { drafts, items, open, records, refresh, sawReply } from "../session.ts";
import { momentWords, RECORD_STATES } from "../words.ts";

function nameOf(child: string | null): string {
  return child ? (itemOf(items, "child", child)?.name ?? "") : "";
}

export const RecordScreen = defineComponent({
  // The uuid of a record, or a kind and a key: returned, held, reply, draft, drop.
  props: { name: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const tell = (problem: Error) => (said.value = problem.message);
    const record = computed(() => records.all.find((each) => each.uuid === props.name));
    const [kind, key = ""] = props.name.split(":");
    const asks = ref(kind === "drop");
    if (kind === "reply") void sawReply(key);

    async function drop(draft: Draft) {
      // Whatever the form still wants to keep of it comes too late.
      drafts.delete(draft.uuid);
      await open().outbox.drop(draft);
    }
    // Whatever was done with it, the list shows it.
    async function done(change: Promise<void>) {
      await change;
      await refresh();
      become("filled");
      void open().sync.now();
    }
    return () => {
      const draft = drafts.get(key);
      const found = draft ? draftPage(draft) : kind === props.name ? record.value && recordPage(record.value) : itemPage();
      return found || page({ title: "已填", back: "filled" }, nothing("这一份已经不在手机里。", "请回到“已填”。"));
    };

    function itemPage(): VNode | null {
      const [back, held, reply] = [itemOf(items, "returned", key), itemOf(items, "held", key), itemOf(items, "reply", key)];
      if (kind === "returned" && back) {
        return page(
          { title: back.title, back: "filled" },
          <p class="lead">{back.name}</p>,
          notice("care", <p>退回修改：{back.comment}</p>),
          said.value && notice("care", <p>{said.value}</p>),
          <button type="button" class="is-main" onClick={() => void correctReturned(key, back).catch(tell)}>
            修改
          </button>,
        );
      }
      if (kind === "held" && held) {
        return page(
          { title: held.title, back: "filled" },
          <p class="lead">{held.name}</p>,
          <p>已送到 · {momentWords(held.made_at)}</p>,
          notice("care", <p>已送到，工作人员正在核对：</p>, ...held.reasons.map((each) => <p>{each}</p>)),
          <p class="hint">不用重填。需要您改的，会退回到这里。</p>,
        );
      }
      if (kind === "reply" && reply) {
        return page(
          { title: "答复", back: "filled" },
          <p class="hint">您 {momentWords(reply.said_at)} 说：</p>,
          <p>{reply.said}</p>,
          <p class="hint">
            {reply.answered_by} {momentWords(reply.answered_at)} 答复：
          </p>,
          notice("calm", <p>{reply.answer}</p>),
        );
      }
      return null;
    }

    function draftPage(draft: Draft): VNode {
      return page(
        { title: draft.title, back: "filled" },
        <p class="lead">{nameOf(draft.child)}</p>,
        <p>没填完 · {momentWords(draft.begun_at)} 开始</p>,
        asks.value && notice("care", <p>这份没填完的表会从手机里删除，写的内容、照片和录音都没有了。</p>),
        <div class="acts">
          {asks.value ? (
            <>
              <button type="button" class="is-urgent" onClick={() => void done(drop(draft))}>
                确定不填了
              </button>
              <button type="button" onClick={() => (asks.value = false)}>
                还是留着
              </button>
            </>
          ) : (
            <>
              <a class="button is-main" href={address("form", draft.uuid)}>
                接着填
              </a>
              <button type="button" onClick={() => (asks.value = true)}>
                不填了
              </button>
            </>
          )}
        </div>,
      );
    }

    function recordPage(kept: FieldRecord): VNode {
      const care = kept.state === "NEEDS_CARE";
      return page(
        { title: kept.title, back: "filled" },
        <p class="lead">{nameOf(kept.child)}</p>,
        <p>
          {RECORD_STATES[kept.state]} · {momentWords(kept.answered_at ?? kept.made_at)}
        </p>,
        kept.reasons.length > 0 && notice("care", ...kept.reasons.map((each) => <p>{each}</p>)),
        said.value && notice("care", <p>{said.value}</p>),
        care && kept.held && <p class="hint">{kept.refused.length ? "填的内容已送到，没有收下的照片和录音还在手机里。" : "已送到，工作人员正在核对；您也可以修改。"}</p>,
        kept.state === "KEPT" && <p class="hint">有网络时会自动送达，送达前一直留在手机里。</p>,
        care && (
          <div class="acts">
            <button type="button" class="is-main" onClick={() => void correct(kept).catch(tell)}>
              修改
            </button>
            <button type="button" onClick={() => void done(open().outbox.again(kept))}>
              原样再送一次
            </button>
            {kept.refused.length > 0 && (
              <button type="button" onClick={() => void done(open().outbox.delivered(kept))}>
                不要这些附件了
              </button>
            )}
          </div>
        ),
      );
    }
  },
});
