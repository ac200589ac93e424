// A signature drawn with the finger (签名): kept after each stroke as a photo is, sealed with the draft.
import { defineComponent, onMounted, ref } from "vue";
import type { Bytes } from "./bytes.ts";

const LINE = 3;
const INK = "#16202b";

async function bytesOf(picture: Blob | null): Promise<Bytes> {
  return new Uint8Array((await picture?.arrayBuffer()) ?? []);
}

export const SignaturePad = defineComponent({
  props: {
    // Takes the picture as it stands after a stroke.
    drawn: { type: Function as unknown as () => (picture: Promise<Bytes>) => void, required: true },
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
      drawing.fillStyle = "white";
      drawing.fillRect(0, 0, canvas.value!.width, canvas.value!.height);
      Object.assign(drawing, { lineWidth: LINE * density, lineCap: "round", lineJoin: "round", strokeStyle: INK });
    });
    // A telephone that is turned shows the picture in another size: the line stays under the finger.
    function under({ offsetX, offsetY }: PointerEvent): [number, number] {
      const { width, height, clientWidth, clientHeight } = canvas.value!;
      return [(offsetX * width) / clientWidth, (offsetY * height) / clientHeight];
    }
    function begin(event: PointerEvent) {
      canvas.value!.setPointerCapture(event.pointerId);
      down = true;
      drawing?.beginPath();
      drawing?.moveTo(...under(event));
      follow(event);
    }
    function follow(event: PointerEvent) {
      if (!down) return;
      drawing?.lineTo(...under(event));
      drawing?.stroke();
    }
    function lift() {
      if (!down) return;
      down = false;
      props.drawn(new Promise<Blob | null>((done) => canvas.value!.toBlob(done, "image/png")).then(bytesOf));
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
