// 政策卡片: policy in plain words, to be read to a family, or read aloud.
import { computed, defineComponent, onUnmounted, ref } from "vue";
import { itemOf, itemsOf } from "../bodies.ts";
import { nothing, page, row } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import { items } from "../session.ts";
import { canSpeak, hush, speak } from "../speaking.ts";

const ROWS = 5;

export const Policies = defineComponent({
  props: { advice: { type: String, required: true } },
  setup(props) {
    const at = ref(0);
    const all = computed(() => itemsOf(items, "advice"));
    const one = computed(() => (props.advice ? itemOf(items, "advice", props.advice) : null));
    onUnmounted(hush);
    return () => {
      const shown = one.value;
      if (shown) {
        return page(
          { title: shown.title, back: "policies" },
          canSpeak() && (
            <button type="button" onClick={() => speak([shown.title, ...shown.words].join("。"))}>
              读一读
            </button>
          ),
          ...shown.words.map((each) => <p>{each}</p>),
          <p class="hint">依据：{shown.basis}</p>,
        );
      }
      return page(
        { title: "政策卡片", back: "more" },
        all.value.length ? (
          <ul class="rows">{pageOf(all.value, at.value, ROWS).map(({ key, body }) => row(address("policies", key), body.title, ""))}</ul>
        ) : (
          nothing("手机里还没有政策卡片。", "请连上网络，取一次资料。")
        ),
        turns(all.value.length, at, ROWS),
      );
    };
  },
});
