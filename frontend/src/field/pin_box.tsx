// A box for the PIN (PIN 输入框) that goes on by itself after the last digit, and is empty again then.
import { defineComponent, onMounted, type PropType, ref } from "vue";
import { PIN_DIGITS } from "./vault.ts";

export const PinBox = defineComponent({
  props: {
    label: { type: String, required: true },
    done: { type: Function as PropType<(pin: string) => void>, required: true },
    busy: { type: Boolean, default: false },
  },
  setup(props) {
    const box = ref<HTMLInputElement | null>(null);
    onMounted(() => box.value?.focus());
    function typed() {
      if (!box.value) return;
      const pin = box.value.value.replace(/\D/g, "");
      box.value.value = pin.length === PIN_DIGITS ? "" : pin;
      if (pin.length === PIN_DIGITS) props.done(pin);
    }
    return () => (
      <label class="question">
        <span class="question-label">{props.label}</span>
        <input
          ref={box}
          class="pin"
          type="password"
          inputmode="numeric"
          autocomplete="off"
          maxlength={PIN_DIGITS}
          readonly={props.busy}
          onInput={typed}
        />
      </label>
    );
  },
});
