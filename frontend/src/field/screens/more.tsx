// 更多: what is not needed every day.
import { defineComponent } from "vue";
import { page, row } from "../parts.tsx";
import { address } from "../routes.ts";

export const More = defineComponent({
  setup() {
    return () =>
      page(
        { title: "更多" },
        <ul class="rows">
          {row(address("children"), "全部孩子", "还没到时候也可以走访")}
          {row(address("contacts"), "每周联系", "父母在外，每周至少联系一次")}
          {row(address("policies"), "政策卡片", "用大白话讲给家长听")}
          {row(address("forms"), "投诉建议和其他表", "入户摸排、新发现的孩子、意见")}
          {row(address("settings"), "设置", "字号、PIN、救援文件、忘记本机")}
        </ul>,
      );
  },
});
