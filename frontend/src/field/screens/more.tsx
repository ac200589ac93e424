// 更多: what is not needed every day.
import { computed, defineComponent, ref } from "vue";
import { begin, formFor } from "../beginning.ts";
import { notice, page, row } from "../parts.tsx";
import { address } from "../routes.ts";
import type { FormNote } from "../server.ts";

export const More = defineComponent({
  setup() {
    const said = ref("");
    const complaint = computed(() => formFor("complaint"));
    const found = computed(() => formFor("child_dictionary"));
    function formRow(form: FormNote, title: string, detail: string) {
      const tapped = () => void begin(form, {}).catch((problem: Error) => (said.value = problem.message));
      return (
        <li>
          <button type="button" class="row" onClick={tapped}>
            <span class="row-title">{title}</span>
            <span class="row-detail">{detail}</span>
          </button>
        </li>
      );
    }
    return () =>
      page(
        { title: "更多" },
        said.value && notice("care", <p>{said.value}</p>),
        <ul class="rows">
          {row(address("policies"), "政策卡片", "用大白话讲给家长听")}
          {row(address("contacts"), "每周联系", "父母在外，每周至少联系一次")}
          {found.value && formRow(found.value, "新发现的孩子", "名单上没有的也请登记，由镇里核实")}
          {complaint.value && formRow(complaint.value, "投诉建议", "哪里不好用、负担重，都可以说")}
          {row(address("settings"), "设置", "字号、救援文件、忘记本机")}
        </ul>,
      );
  },
});
