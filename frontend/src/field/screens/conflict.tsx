// Two people wrote the same field without knowing of each other (两种写法): both values, and choosing one of them.
import { computed, defineComponent, ref } from "vue";
import { itemOf } from "../bodies.ts";
import { notice, nothing, page } from "../parts.tsx";
import { address, become } from "../routes.ts";
import type { Failure } from "../server.ts";
import { items, open, server } from "../session.ts";
import { momentWords } from "../words.ts";

const EMPTY = "空";

export const ConflictScreen = defineComponent({
  props: { conflict: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const busy = ref(false);
    const body = computed(() => itemOf(items, "conflict", props.conflict));

    async function choose(choice: "STOOD" | "BROUGHT") {
      if (!body.value) return;
      [busy.value, said.value] = [true, ""];
      const answer = await server.choose(props.conflict, choice, body.value.version);
      busy.value = false;
      if (answer.kind === "OK") become("filled");
      else said.value = failureWords(answer);
      // Chosen or changed meanwhile: what stands there now is shown.
      void open().sync.now();
    }
    return () => {
      const found = body.value;
      if (!found) return page({ title: "两种写法", back: "filled" }, nothing("这一项已经选定了。", "请回到“已填”。"));
      return page(
        { title: found.label, back: "filled" },
        <p class="lead">{found.name}</p>,
        <dl class="card is-wide">
          {value(found.own ? "您写的" : found.brought_by || "走访时写的", found.brought_at, found.brought)}
          {value(found.stood_by ? `档案里的，${found.stood_by}写的` : "档案里的", found.stood_at, found.stood)}
        </dl>,
        said.value && notice("care", <p>{said.value}</p>),
        found.may_choose ? (
          <div class="acts">
            <button type="button" class="is-main" disabled={busy.value} onClick={() => void choose("BROUGHT")}>
              用：{found.brought || EMPTY}
            </button>
            <button type="button" disabled={busy.value} onClick={() => void choose("STOOD")}>
              保留：{found.stood || EMPTY}
            </button>
            <a class="button" href={address("filled")}>
              留给督导员
            </a>
          </div>
        ) : (
          <p>两个都保留着，没有互相覆盖。请告诉督导员哪一个对，由督导员在电脑上选定。</p>
        ),
        found.may_choose && <p class="hint">选定要有网络。两个内容都会留在记录里。</p>,
      );
    };
  },
});

function value(whose: string, at: string, words: string) {
  return (
    <div>
      <dt>
        {whose}
        {at && `（${momentWords(at)}）`}
      </dt>
      <dd>{words || EMPTY}</dd>
    </div>
  );
}

function failureWords(answer: Failure): string {
  if (answer.kind === "REFUSED" || answer.kind === "NOT_YET") return answer.reason;
  if (answer.kind === "SIGN_IN") return "登录已过期。请先登录，或留给督导员。";
  if (answer.kind === "SEALED") return "账号已停用，或这部手机已被封存。";
  return "现在连不上服务器。有网络时再选，或留给督导员。";
}
