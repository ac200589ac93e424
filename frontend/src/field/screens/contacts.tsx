// 每周联系: children whose parents are both away, who was reached this week, and the note of each contact.
import { computed, defineComponent, ref } from "vue";
import { begin, formFor } from "../beginning.ts";
import { itemsOf, type Kept } from "../bodies.ts";
import { contactState } from "../contacts_owed.ts";
import { notice, nothing, page } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { items, records } from "../session.ts";
import { dayWords } from "../words.ts";

const ROWS = 5;
const MARKS = { REACHED: "本周已联系", NOTED: "本周已记", OWED: "本周还没有记", "": "" };

export const Contacts = defineComponent({
  setup() {
    const at = ref(0);
    const said = ref("");
    const form = computed(() => formFor("weekly_contact"));
    // Those who are owed a contact come first, then the others whose parents are away; everybody may be chosen.
    const children = computed(() => {
      const place = (each: Kept<"child">) => (contactState(each, records.all) === "OWED" ? 0 : each.body.both_away ? 1 : 2);
      return itemsOf(items, "child").sort((one, other) => place(one) - place(other) || one.body.name.localeCompare(other.body.name, "zh"));
    });
    const mark = (each: Kept<"child">) => MARKS[contactState(each, records.all)];
    function detail({ body }: Kept<"child">): string {
      return [body.place, body.contact_on && `上次 ${dayWords(body.contact_on)}`].filter(Boolean).join(" · ");
    }
    return () =>
      page(
        { title: "每周联系", back: "more" },
        <p class="hint">父母都在外的，每周至少和孩子联系一次。选一个孩子，记下这周联系了没有。</p>,
        said.value && notice("care", <p>{said.value}</p>),
        form.value && children.value.length ? (
          <ul class="rows">
            {pageOf(children.value, at.value, ROWS).map((each) => (
              <li>
                <button
                  type="button"
                  class="row"
                  onClick={() => void begin(form.value!, { child: each.key }).catch((problem: Error) => (said.value = problem.message))}
                >
                  <span class="row-title">{each.body.name}</span>
                  {mark(each) && <span class="mark">{mark(each)}</span>}
                  <span class="row-detail">{detail(each)}</span>
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
