// 其他表格: forms that are not about a child of the list, each office's own among them.
import { computed, defineComponent, ref } from "vue";
import { begin, otherForms } from "../beginning.ts";
import { itemsOf } from "../bodies.ts";
import { notice, nothing, page, row } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import { items } from "../session.ts";
import type { FormNote } from "../server.ts";

const SAID: Record<string, { title?: string; detail: string }> = {
  child_dictionary: { title: "新发现的孩子", detail: "名单上没有的也请登记，由镇里核实" },
  complaint: { detail: "哪里不好用、负担重，都可以说" },
};

export const OtherForms = defineComponent({
  props: { rows: { type: Number, default: 4 } },
  setup(props) {
    const at = ref(0);
    const said = ref("");
    const forms = computed(otherForms);
    async function go(form: FormNote) {
      said.value = "";
      await begin(form, {}).catch((problem: Error) => (said.value = problem.message));
    }
    return () => (
      <>
        {said.value && notice("care", <p>{said.value}</p>)}
        {forms.value.length ? (
          <ul class="rows">
            {pageOf(forms.value, at.value, props.rows).map((each) => (
              <li>
                <button type="button" class="row" onClick={() => void go(each)}>
                  <span class="row-title">{SAID[each.id]?.title ?? each.title}</span>
                  {SAID[each.id] && <span class="row-detail">{SAID[each.id]?.detail}</span>}
                </button>
              </li>
            ))}
          </ul>
        ) : (
          nothing("手机里还没有表格。", "请连上网络，打开“今天”等一会儿。")
        )}
        {turns(forms.value.length, at, props.rows)}
      </>
    );
  },
});

export const FormsScreen = defineComponent({
  setup() {
    const rounds = computed(() => itemsOf(items, "sweep").length);
    return () =>
      page(
        { title: "投诉建议和其他表", back: "more" },
        rounds.value > 0 && <ul class="rows">{row(address("sweep"), "入户摸排", "按户名单一家一家去，登记结果")}</ul>,
        <OtherForms rows={rounds.value ? 3 : 4} />,
      );
  },
});
