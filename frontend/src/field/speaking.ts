// Reading aloud (朗读), only with voices of the telephone itself: others send the words to somebody's server.
import { shallowRef } from "vue";

const speech = globalThis.speechSynthesis as SpeechSynthesis | undefined;
const voice = shallowRef(ownVoice());

// Many browsers know their voices only a while after they were first asked.
speech?.addEventListener("voiceschanged", () => (voice.value = ownVoice()));

function ownVoice(): SpeechSynthesisVoice | null {
  const voices = speech?.getVoices() ?? [];
  return voices.find((each) => each.localService && each.lang.toLowerCase().startsWith("zh")) ?? null;
}

export function canSpeak(): boolean {
  return voice.value !== null;
}

export function speak(text: string): void {
  if (!speech || !voice.value) return;
  speech.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice.value;
  said.lang = voice.value.lang;
  said.rate = 0.9;
  speech.speak(said);
}

export function hush(): void {
  speech?.cancel();
}
