// 更多: what is not needed every day.
import { computed, defineComponent, ref } from "vue";
import { begin, formFor } from "../beginning.ts";
import { notice, page, row } from "../parts.tsx";
import { address } from "../routes.ts";

export const More = defineComponent({
  setup() {
    const said = ref("");
    const complaint = computed(() => formFor("complaint"));
    return () =>
      page(
        { title: "更多" },
        said.value && notice("care", <p>{said.value}</p>),
        <ul class="rows">
          {row(address("policies"), "政策卡片", "用大白话讲给家长听")}
          {row(address("contacts"), "每周联系", "父母在外，每周至少联系一次")}
          {row(address("choose", "new"), "新发现的孩子", "名单上没有的也请登记")}
          {complaint.value && (
            <li>
              <button
                type="button"
                class="row"
                onClick={() => void begin(complaint.value!, {}).catch((problem: Error) => (said.value = problem.message))}
              >
                <span class="row-title">投诉建议</span>
                <span class="row-detail">哪里不好用、负担重，都可以说</span>
              </button>
            </li>
          )}
          {row(address("settings"), "设置", "字号、救援文件、忘记本机")}
        </ul>,
      );
  },
});
