// 每周联系: children whose parents are away, and the note of each contact.
import { computed, defineComponent, ref } from "vue";
import { begin, formFor } from "../beginning.ts";
import { itemsOf } from "../bodies.ts";
import { notice, nothing, page } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { items } from "../session.ts";

const ROWS = 4;
const AWAY: readonly string[] = ["father_whereabouts", "mother_whereabouts"];

export const Contacts = defineComponent({
  setup() {
    const at = ref(0);
    const said = ref("");
    const form = computed(() => formFor("weekly_contact"));
    // Whoever has a parent's whereabouts written down comes first; everybody may be chosen.
    const children = computed(() => {
      const away = ({ body }: { body: { card: { field: string; value: string }[] } }) =>
        body.card.some((each) => AWAY.includes(each.field) && each.value) ? 0 : 1;
      return itemsOf(items, "child").sort((one, other) => away(one) - away(other) || one.body.name.localeCompare(other.body.name, "zh"));
    });
    return () =>
      page(
        { title: "每周联系", back: "more" },
        <p class="hint">父母在外的，每周至少和孩子联系一次。选一个孩子，记下这周联系了没有。</p>,
        said.value && notice("care", <p>{said.value}</p>),
        form.value && children.value.length ? (
          <ul class="rows">
            {pageOf(children.value, at.value, ROWS).map(({ key, body }) => (
              <li>
                <button
                  type="button"
                  class="row"
                  onClick={() => void begin(form.value!, { child: key }).catch((problem: Error) => (said.value = problem.message))}
                >
                  <span class="row-title">{body.name}</span>
                  <span class="row-detail">{body.place}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          nothing("手机里还没有孩子的名单或表格。", "请连上网络，取一次资料。")
        ),
        turns(children.value.length, at, ROWS),
      );
  },
});
