// A position (位置): written down only when somebody taps for it, and never asked for again by the app.
import type { AnyInputNode } from "@getodk/xforms-engine";
import { defineComponent, type PropType, ref } from "vue";

const PATIENCE_MS = 30_000;

type PositionNode = Extract<AnyInputNode, { valueType: "geopoint" }>;

export const Position = defineComponent({
  props: {
    node: { type: Object as PropType<PositionNode>, required: true },
    answered: { type: Function as PropType<() => void>, required: true },
  },
  setup(props) {
    const said = ref("");
    const busy = ref(false);

    function set(value: string | null) {
      props.node.setValue(value);
      props.answered();
    }
    function found({ coords }: GeolocationPosition) {
      busy.value = false;
      set([coords.latitude, coords.longitude, coords.altitude ?? 0, Math.round(coords.accuracy)].join(" "));
    }
    function failed() {
      [busy.value, said.value] = [false, "现在取不到位置，不记也可以。"];
    }
    function ask() {
      [busy.value, said.value] = [true, ""];
      if (navigator.geolocation) navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: PATIENCE_MS });
      else failed();
    }
    return () => {
      const kept = props.node.currentState.value;
      return (
        <div class="attachment">
          {kept && <p>已记下位置。</p>}
          <button type="button" disabled={busy.value} onClick={ask}>
            {busy.value ? "正在取位置……" : kept ? "重新记" : "记下位置（可以不记）"}
          </button>
          {kept && (
            <button type="button" onClick={() => set(null)}>
              去掉
            </button>
          )}
          {said.value && (
            <p class="wrong" role="alert">
              {said.value}
            </p>
          )}
        </div>
      );
    };
  },
});
