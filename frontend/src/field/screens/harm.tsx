// 报告伤害: 110 and who is on duty today stand there at once; the report is kept without a network.
import { computed, defineComponent, ref } from "vue";
import { begin, formFor } from "../beginning.ts";
import { answering, dialled, numbers } from "../numbers.ts";
import { notice, page } from "../parts.tsx";
import { session } from "../session.ts";

export const Harm = defineComponent({
  props: { child: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const form = computed(() => formFor("harm_report"));
    const { police } = numbers();
    const onDuty = computed(() => answering({ ...numbers(), ...(session.me && { duty: session.me.settings.duty ?? [] }) }));
    return () =>
      page(
        { title: "报告伤害", ...(props.child && { back: "child" as const, backKey: props.child }) },
        <p>孩子正有危险，先打电话。</p>,
        <div class="acts">
          <a class="button is-urgent is-tall" href={`tel:${police}`}>
            打 {police} 报警
          </a>
          {onDuty.value.map(({ phone, name }) => (
            <a class="button is-tall" href={dialled(phone)}>
              {name ? `今天值班 ${name}` : "值班电话"} <span class="number">{phone}</span>
            </a>
          ))}
          {form.value && (
            <button
              type="button"
              class="is-main is-tall"
              onClick={() => void begin(form.value!, { child: props.child || null }).catch((problem: Error) => (said.value = problem.message))}
            >
              写报告
            </button>
          )}
        </div>,
        said.value && notice("care", <p>{said.value}</p>),
        <p class="hint">没有网络也能写。报告人的身份保密。</p>,
      );
  },
});
