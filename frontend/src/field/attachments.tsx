// A photo or a voice note of a form (照片和语音): made small and clean here, sealed with the draft.
import type { UploadNode } from "@getodk/xforms-engine";
import { computed, defineComponent, inject, type InjectionKey, onUnmounted, type PropType, ref, watchEffect } from "vue";
import type { Bytes } from "./bytes.ts";
import { NotTaken } from "./file_limits.ts";
import { isSignature } from "./form_pages.ts";
import { smallPhoto } from "./photos.ts";
import { SignaturePad } from "./signature.tsx";
import { canRecord, LONGEST_SECONDS, record, type Recording } from "./voice.ts";
import { FULL } from "./words.ts";

// The form screen keeps files with its draft; one may take the place of another.
export type KeepFile = (name: string, type: string, bytes: Bytes, instead: string) => Promise<void>;
export const KEEP_FILE: InjectionKey<KeepFile> = Symbol("keep file");
// A photo that is being made small, a voice that is being recorded: the form is not done before it is kept. It comes to
// whether it was; a recording ends early where that is asked for.
export type FileWork = (work: Promise<boolean>, end: () => void) => void;
export const FILE_WORK: InjectionKey<FileWork> = Symbol("file work");

export const Attachment = defineComponent({
  props: {
    node: { type: Object as PropType<UploadNode>, required: true },
    answered: { type: Function as PropType<() => void>, required: true },
  },
  setup(props) {
    const keep = inject(KEEP_FILE)!;
    const begun = inject(FILE_WORK)!;
    const said = ref("");
    const recording = ref<Recording | null>(null);
    // It takes a slow telephone a while to make a photo small.
    const busy = ref(false);
    const shown = ref("");
    const signs = computed(() => isSignature(props.node));
    // A signature that is being drawn stays on its pad; what was drawn before is shown as a picture.
    const drawing = ref(signs.value && !props.node.currentState.value);

    // Each time it is wiped off there is a new pad.
    const pads = ref(0);

    watchEffect((again) => {
      const file = props.node.currentState.value as File | null;
      const address = file ? URL.createObjectURL(file) : "";
      shown.value = address;
      again(() => address && URL.revokeObjectURL(address));
    });
    onUnmounted(() => recording.value?.stop());

    async function take(bytes: Bytes, type: string, extension: string) {
      const name = `${crypto.randomUUID()}.${extension}`;
      const before = props.node.currentState.value as File | null;
      await keep(name, type, bytes, before?.name ?? "");
      props.node.setValue(new File([bytes], name, { type }));
      props.answered();
    }
    // Whether it was kept; where not, the reason stands there.
    function kept(work: Promise<void>): Promise<boolean> {
      const told = (problem: unknown) => (said.value = problem instanceof NotTaken ? problem.message : FULL);
      return work.then(() => true, (problem: unknown) => (told(problem), false)).finally(() => (busy.value = false));
    }
    async function shrink(file: File): Promise<void> {
      await take(await smallPhoto(file), "image/jpeg", "jpg");
    }
    function chosen(event: Event) {
      const input = event.target as HTMLInputElement;
      const [file] = input.files ?? [];
      [said.value, busy.value] = ["", !!file];
      if (file) begun(kept(shrink(file).finally(() => (input.value = ""))), () => {});
    }
    async function listen(isOver: () => boolean): Promise<void> {
      try {
        recording.value = await record();
      } catch {
        throw new NotTaken("用不了麦克风。请在手机设置里允许，或者直接打字。");
      }
      if (isOver()) recording.value.stop();
      const { bytes, type, extension } = await recording.value.done;
      recording.value = null;
      await take(bytes, type, extension);
    }
    function speak() {
      let over = false;
      [said.value, busy.value] = ["", true];
      begun(kept(listen(() => over)), () => ((over = true), recording.value?.stop()));
    }
    function remove() {
      props.node.setValue(null);
      props.answered();
      drawing.value = signs.value;
      pads.value += 1;
    }
    const drawn = (picture: Promise<Bytes>) => begun(kept(picture.then((bytes) => take(bytes, "image/png", "png"))), () => {});

    return () => {
      const sound = props.node.nodeOptions.media.type === "audio";
      return (
        <div class="attachment">
          {shown.value && !drawing.value && (sound ? <audio controls src={shown.value} /> : <img src={shown.value} alt={signs.value ? "签名" : "已选的照片"} />)}
          {signs.value ? drawing.value && <SignaturePad key={pads.value} drawn={drawn} /> : sound ? soundButton() : photoButton()}
          {shown.value && (
            <button type="button" onClick={remove}>
              {signs.value ? "擦掉重签" : "去掉"}
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

    function photoButton() {
      return (
        <label class="button">
          {busy.value ? "正在处理照片……" : shown.value ? "换一张" : "拍照或选照片"}
          <input class="hidden-file" type="file" accept="image/*" autocomplete="off" disabled={busy.value} onChange={chosen} />
        </label>
      );
    }
    function soundButton() {
      if (!canRecord()) return <p class="hint">这部手机不能录音，请打字。</p>;
      return recording.value ? (
        <button type="button" class="is-main" onClick={() => recording.value?.stop()}>
          说完了
        </button>
      ) : (
        <button type="button" disabled={busy.value} onClick={speak}>
          {shown.value ? "重新录" : `录一段话（最长 ${LONGEST_SECONDS} 秒）`}
        </button>
      );
    }
  },
});
