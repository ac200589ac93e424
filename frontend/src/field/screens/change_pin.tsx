// 改 PIN: the old one first, counted like any other try, then a new one twice.
import { defineComponent, ref } from "vue";
import { NewPin } from "../new_pin.tsx";
import { notice, page } from "../parts.tsx";
import { PinBox } from "../pin_box.tsx";
import { lock, vault } from "../session.ts";
import type { Tried } from "../vault.ts";

type Known = Extract<Tried, { raw: unknown }>;

export const ChangePin = defineComponent({
  setup() {
    const said = ref("");
    const busy = ref(false);
    const step = ref<"OLD" | "NEW" | "DONE">("OLD");
    let known: Known;

    async function old(pin: string) {
      busy.value = true;
      const answer = await vault.tryPin(pin);
      busy.value = false;
      if (answer === "SEALED") lock();
      else if ("wrong" in answer) said.value = `PIN 不对，还可以试 ${answer.wrong} 次。`;
      else [said.value, step.value, known] = ["", "NEW", answer];
    }
    async function chosen(pin: string) {
      await vault.changePin(known, pin);
      step.value = "DONE";
    }
    return () =>
      page(
        { title: "改 PIN", back: "settings" },
        said.value && notice("care", <p>{said.value}</p>),
        step.value === "OLD" && <PinBox label="请输入现在的 PIN" done={(pin: string) => void old(pin)} busy={busy.value} />,
        step.value === "NEW" && <NewPin chosen={chosen} />,
        step.value === "DONE" && notice("calm", <p>PIN 已改好，下次打开用新的。</p>),
      );
  },
});
