// Two people wrote the same field without knowing of each other (两种写法): both values, nothing is lost.
import { computed, defineComponent } from "vue";
import { itemOf } from "../bodies.ts";
import { nothing, page } from "../parts.tsx";
import { items } from "../session.ts";
import { momentWords } from "../words.ts";

export const ConflictScreen = defineComponent({
  props: { conflict: { type: String, required: true } },
  setup(props) {
    const body = computed(() => itemOf(items, "conflict", props.conflict));
    return () => {
      const found = body.value;
      if (!found) return page({ title: "两种写法", back: "filled" }, nothing("这一项已经选定了。", "请回到“已填”。"));
      return page(
        { title: found.label, back: "filled" },
        <p class="lead">{found.name}</p>,
        <dl class="card is-wide">
          <div>
            <dt>{found.own ? "您写的" : "另一位同事写的"}（{momentWords(found.brought_at)}）</dt>
            <dd>{found.brought || "空"}</dd>
          </div>
          <div>
            <dt>档案里现在的</dt>
            <dd>{found.stood || "空"}</dd>
          </div>
        </dl>,
        <p>两个都保留着，没有互相覆盖。请告诉督导员哪一个对，由督导员在电脑上选定。</p>,
      );
    };
  },
});
