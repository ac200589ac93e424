// The card of a child (儿童卡片), what is to be checked again, and which form to fill.
import { computed, defineComponent, onUnmounted, ref } from "vue";
import { begin, childForms, filledLately, formFor, NoForm } from "../beginning.ts";
import { type ChildBody, itemOf, itemsOf, type Kept } from "../bodies.ts";
import { dialled } from "../numbers.ts";
import { notice, nothing, page, row } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import type { FormNote } from "../server.ts";
import { items } from "../session.ts";
import { canSpeak, hush, speak } from "../speaking.ts";
import { ageWords, dueWords } from "../words.ts";

const ROWS = 4;
const PHONES: readonly string[] = ["carer_phone", "family_phone", "phone"];
// What can be dialled; a masked number cannot.
const DIALLED = /^\+?[\d -]{5,}$/;

export const ChildScreen = defineComponent({
  props: { child: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const body = computed(() => itemOf(items, "child", props.child));
    const visit = computed(() => itemsOf(items, "visit").find((each) => each.body.child === props.child)?.body);
    const problems = computed(() => problemsOf(props.child));
    const forms = computed(childForms);
    const wanted = computed(
      () => forms.value.find((each) => each.id === (visit.value?.first ? "first_visit" : "regular_visit")) ?? forms.value[0],
    );
    const call = computed(() => body.value?.card.find((each) => PHONES.includes(each.field) && DIALLED.test(each.value)));
    const filled = computed(() => filledLately().has(props.child));
    const contact = computed(() => (body.value?.both_away ? formFor("weekly_contact") : null));

    async function go(form: FormNote) {
      said.value = "";
      await begin(form, { child: props.child }).catch((problem: Error) => (said.value = problem.message));
    }
    onUnmounted(hush);

    return () => {
      const child = body.value;
      if (!child) return page({ title: "儿童卡片", back: "today" }, nothing("这个孩子不在您的片区了。", "请回到“今天”。"));
      const lead = [child.sex, ageWords(child.born_on), child.category, child.risk_label].filter(Boolean).join(" · ");
      const due = visit.value && `${visit.value.reason}：${dueWords(visit.value.due_on)}`;
      const card = child.card.filter((each) => each.words);
      return page(
        { title: child.name, back: "today" },
        <p class="lead">{lead}</p>,
        due && <p class="lead">{due}</p>,
        said.value && notice("care", <p>{said.value}</p>),
        wanted.value ? (
          <button type="button" class="is-main" onClick={() => void go(wanted.value!)}>
            {filled.value ? "已填，再填一张" : "开始"}：{wanted.value.title}
          </button>
        ) : (
          notice("calm", <p>表格还没有存到手机，请连一次网。</p>)
        ),
        problems.value.length > 0 && (
          <section>
            <h2>要复查的问题</h2>
            <ul class="rows">
              {problems.value.length > 1
                ? row(address("problems", props.child), `共 ${problems.value.length} 个问题`, problems.value.map((each) => each.body.title).join("；"), "去复查")
                : problems.value.map((each) => problemRow(each, (words) => (said.value = words)))}
            </ul>
          </section>
        ),
        <div class="acts">
          {call.value && (
            <a class="button" href={dialled(call.value.value)}>
              打电话
            </a>
          )}
          {forms.value.length > 1 && (
            <a class="button" href={address("choose", props.child)}>
              换一张表
            </a>
          )}
          {contact.value && (
            <button type="button" onClick={() => void go(contact.value!)}>
              记每周联系
            </button>
          )}
          <a class="button" href={address("harm", props.child)}>
            报告伤害
          </a>
          {canSpeak() && (
            <button type="button" onClick={() => speak(aloud(child, [lead, due, ...problems.value.map((each) => each.body.title)]))}>
              读一读
            </button>
          )}
        </div>,
        card.length > 0 && (
          <dl class="card">
            {card.map((each) => (
              <div>
                <dt>{each.label}</dt>
                <dd>{each.words}</dd>
              </div>
            ))}
          </dl>
        ),
      );
    };
  },
});

function aloud(child: ChildBody, words: (string | undefined)[]): string {
  const card = child.card.filter((each) => each.words).map((each) => `${each.label}：${each.words}`);
  return [child.name, ...words, ...card].filter(Boolean).join("。");
}

function problemsOf(child: string): Kept<"problem">[] {
  return itemsOf(items, "problem").filter((each) => each.body.child === child);
}

// A problem is looked at again with a form that answers its task.
function problemRow({ body }: Kept<"problem">, tell: (words: string) => void) {
  async function recheck() {
    const form = formFor("recheck");
    if (form) return begin(form, { child: body.child, task: body.task });
    throw new NoForm();
  }
  return (
    <li>
      <button type="button" class="row" onClick={() => void recheck().catch((problem: Error) => tell(problem.message))}>
        <span class="row-title">{body.title}</span>
        <span class="mark">去复查</span>
        <span class="row-detail">{[body.state_label, dueWords(body.due_on)].filter(Boolean).join(" · ")}</span>
      </button>
    </li>
  );
}

export const Problems = defineComponent({
  props: { child: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const at = ref(0);
    const problems = computed(() => problemsOf(props.child));
    return () =>
      page(
        { title: "要复查的问题", back: "child", backKey: props.child },
        <p class="lead">{itemOf(items, "child", props.child)?.name}</p>,
        said.value && notice("care", <p>{said.value}</p>),
        problems.value.length ? (
          <ul class="rows">{pageOf(problems.value, at.value, ROWS).map((each) => problemRow(each, (words) => (said.value = words)))}</ul>
        ) : (
          nothing("没有要复查的问题。", "请回到孩子的卡片。")
        ),
        turns(problems.value.length, at, ROWS),
      );
  },
});

export const ChooseForm = defineComponent({
  props: { child: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const at = ref(0);
    const forms = computed(childForms);
    async function go(form: FormNote) {
      await begin(form, { child: props.child }).catch((problem: Error) => (said.value = problem.message));
    }
    return () =>
      page(
        { title: "换一张表", back: "child", backKey: props.child },
        said.value && notice("care", <p>{said.value}</p>),
        forms.value.length ? (
          <div class="acts">
            {pageOf(forms.value, at.value, ROWS).map((each) => (
              <button type="button" onClick={() => void go(each)}>
                {each.title}
              </button>
            ))}
          </div>
        ) : (
          nothing("手机里还没有表格。", "请连上网络，打开“今天”等一会儿。")
        ),
        turns(forms.value.length, at, ROWS),
      );
  },
});
