// A signature drawn with the finger (签名): kept after each stroke as a photo is, sealed with the draft.
import { defineComponent, onMounted, ref } from "vue";
import type { Bytes } from "./bytes.ts";

const LINE = 3;
const INK = "#16202b";

export const SignaturePad = defineComponent({
  props: {
    // Takes the picture as it stands after a stroke.
    drawn: { type: Function as unknown as () => (bytes: Bytes) => void, required: true },
  },
  setup(props) {
    const canvas = ref<HTMLCanvasElement | null>(null);
    let drawing: CanvasRenderingContext2D | null = null;
    let down = false;

    onMounted(() => {
      const { clientWidth, clientHeight } = canvas.value!;
      const density = Math.min(2, devicePixelRatio || 1);
      [canvas.value!.width, canvas.value!.height] = [clientWidth * density, clientHeight * density];
      drawing = canvas.value!.getContext("2d", { alpha: false })!;
      drawing.scale(density, density);
      drawing.fillStyle = "white";
      drawing.fillRect(0, 0, clientWidth, clientHeight);
      Object.assign(drawing, { lineWidth: LINE, lineCap: "round", lineJoin: "round", strokeStyle: INK });
    });
    function begin(event: PointerEvent) {
      canvas.value!.setPointerCapture(event.pointerId);
      down = true;
      drawing?.beginPath();
      drawing?.moveTo(event.offsetX, event.offsetY);
      follow(event);
    }
    function follow(event: PointerEvent) {
      if (!down) return;
      drawing?.lineTo(event.offsetX, event.offsetY);
      drawing?.stroke();
    }
    function lift() {
      if (!down) return;
      down = false;
      canvas.value!.toBlob((blob) => void blob?.arrayBuffer().then((bytes) => props.drawn(new Uint8Array(bytes))), "image/png");
    }
    return () => (
      <canvas
        ref={canvas}
        class="signature"
        role="img"
        aria-label="用手指在这里签名"
        onPointerdown={begin}
        onPointermove={follow}
        onPointerup={lift}
        onPointercancel={lift}
      />
    );
  },
});
