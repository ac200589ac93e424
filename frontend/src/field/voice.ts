// Voice notes (语音留言): at most sixty seconds, kept in memory until they are sealed.
import type { Bytes } from "./bytes.ts";

export const LONGEST_SECONDS = 60;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export type Recording = { stop: () => void; done: Promise<{ bytes: Bytes; type: string; extension: string }> };

export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined" && !!navigator.mediaDevices?.getUserMedia;
}

export async function record(): Promise<Recording> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = KINDS.find((each) => MediaRecorder.isTypeSupported(each)) ?? "";
  const recorder = new MediaRecorder(microphone, { mimeType, audioBitsPerSecond: 24_000 });
  const chunks: Blob[] = [];
  recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
  const stop = () => recorder.state !== "inactive" && recorder.stop();
  const limit = setTimeout(stop, LONGEST_SECONDS * 1000);
  const done = new Promise<void>((ended) => recorder.addEventListener("stop", () => ended())).then(async () => {
    clearTimeout(limit);
    for (const track of microphone.getTracks()) track.stop();
    const type = recorder.mimeType.split(";")[0] ?? "audio/webm";
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return { bytes, type, extension: type === "audio/mp4" ? "m4a" : (type.split("/")[1] ?? "webm") };
  });
  recorder.start();
  return { stop: () => void stop(), done };
}
