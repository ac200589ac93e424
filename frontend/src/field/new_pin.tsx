// Choosing a PIN (设置 PIN): typed twice, and not one that everybody guesses.
import { defineComponent, type PropType, ref } from "vue";
import { notice } from "./parts.tsx";
import { PinBox } from "./pin_box.tsx";
import { PIN_DIGITS } from "./vault.ts";

const EASY = /^(\d)\1+$|^123456$|^654321$|^(19|20)\d{4}$/;

export const NewPin = defineComponent({
  props: { chosen: { type: Function as PropType<(pin: string) => Promise<void>>, required: true } },
  setup(props) {
    const first = ref("");
    const said = ref("");
    const busy = ref(false);
    function typed(pin: string) {
      [said.value, first.value] = EASY.test(pin) ? ["这个 PIN 太容易猜到，请换一个。", ""] : ["", pin];
    }
    async function repeated(pin: string) {
      if (pin !== first.value) {
        [said.value, first.value] = ["两次不一样，请重新设置。", ""];
        return;
      }
      busy.value = true;
      await props.chosen(pin);
      busy.value = false;
    }
    return () => (
      <>
        {said.value && notice("care", <p>{said.value}</p>)}
        {first.value ? (
          <PinBox key="again" label="再输入一次" done={(pin: string) => void repeated(pin)} busy={busy.value} />
        ) : (
          <>
            <PinBox key="first" label="请设置一个 PIN" done={typed} />
            <p class="hint">{PIN_DIGITS} 位数字，只有您自己知道。不要用生日或 123456。</p>
          </>
        )}
      </>
    );
  },
});
