// The card of a child (儿童卡片), and which form to fill.
import { computed, defineComponent, ref } from "vue";
import { begin } from "../beginning.ts";
import { itemOf, itemsOf } from "../bodies.ts";
import { notice, nothing, page } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import type { FormNote } from "../server.ts";
import { items, session } from "../session.ts";
import { ageWords, dueWords } from "../words.ts";

// Forms that stand on screens of their own.
export const APART: readonly string[] = ["harm_report", "weekly_contact", "complaint"];
const ROWS = 4;
const PHONES: readonly string[] = ["carer_phone", "family_phone", "phone"];

export const ChildScreen = defineComponent({
  props: { child: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const body = computed(() => itemOf(items, "child", props.child));
    const visit = computed(() => itemsOf(items, "visit").find((each) => each.body.child === props.child)?.body);
    const problems = computed(() => itemsOf(items, "problem").filter((each) => each.body.child === props.child));
    const forms = computed(() => session.me?.forms.filter((each) => !APART.includes(each.id)) ?? []);
    const wanted = computed(
      () => forms.value.find((each) => each.id === (visit.value?.first ? "first_visit" : "regular_visit")) ?? forms.value[0],
    );
    const call = computed(() => body.value?.card.find((each) => PHONES.includes(each.field) && each.value));

    async function go(form: FormNote) {
      said.value = "";
      await begin(form, { child: props.child }).catch((problem: Error) => {
        said.value = problem.message;
      });
    }
    const contact = computed(() => session.me?.forms.find((each) => each.id === "weekly_contact"));

    return () => {
      const child = body.value;
      if (!child) return page({ title: "儿童卡片", back: "today" }, nothing("这个孩子不在您的片区了。", "请回到“今天”。"));
      return page(
        { title: child.name, back: "today" },
        <p class="lead">{[child.sex, ageWords(child.born_on), child.category, child.risk_label].filter(Boolean).join(" · ")}</p>,
        visit.value && (
          <p class="lead">
            {visit.value.reason}：{dueWords(visit.value.due_on)}
          </p>
        ),
        said.value && notice("care", <p>{said.value}</p>),
        <div class="acts">
          {wanted.value ? (
            <button type="button" class="is-main" onClick={() => void go(wanted.value!)}>
              开始：{wanted.value.title}
            </button>
          ) : (
            notice("calm", <p>表格还没有存到手机，请连一次网。</p>)
          )}
          {call.value && (
            <a class="button" href={`tel:${call.value.value}`}>
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
        </div>,
        problems.value.length > 0 && (
          <section>
            <h2>要复查的问题</h2>
            <ul class="plain">
              {problems.value.map(({ body: problem }) => (
                <li>
                  {problem.title}（{problem.state_label}，{dueWords(problem.due_on)}）
                </li>
              ))}
            </ul>
          </section>
        ),
        child.card.some((each) => each.words) && (
          <dl class="card">
            {child.card
              .filter((each) => each.words)
              .map((each) => (
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

export const ChooseForm = defineComponent({
  props: { child: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const at = ref(0);
    const forms = computed(() => session.me?.forms.filter((each) => !APART.includes(each.id)) ?? []);
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
