// A box for a number (数字框): what stands in it is what is kept, so nothing that is no number stays to be seen.
import { defineComponent, type PropType, ref } from "vue";
import { numberOf } from "./written_numbers.ts";

export const NumberBox = defineComponent({
  props: {
    id: { type: String, required: true },
    value: { type: String, required: true },
    decimal: { type: Boolean, default: false },
    set: { type: Function as PropType<(text: string) => void>, required: true },
  },
  setup(props) {
    const said = ref("");
    function tidied(event: Event): string {
      const input = event.target as HTMLInputElement;
      if ((event as InputEvent).isComposing) return input.value;
      const number = numberOf(input.value, props.decimal);
      said.value = number === input.value.trim().normalize("NFKC") ? "" : "这里只写数字，别的没有记下。";
      if (input.value !== number) input.value = number;
      return number;
    }
    return () => (
      <>
        <input
          type="text"
          inputmode={props.decimal ? "decimal" : "numeric"}
          autocomplete="off"
          aria-labelledby={props.id}
          value={props.value}
          onInput={tidied}
          onCompositionend={tidied}
          onChange={(event: Event) => props.set(tidied(event))}
        />
        {said.value && (
          <p class="wrong" role="alert">
            {said.value}
          </p>
        )}
      </>
    );
  },
});
