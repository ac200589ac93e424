// Reading aloud (朗读), only with voices of the telephone itself: others send the words to somebody's server.

function ownVoice(): SpeechSynthesisVoice | null {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find((each) => each.localService && each.lang.toLowerCase().startsWith("zh")) ?? null;
}

export function canSpeak(): boolean {
  return ownVoice() !== null;
}

export function speak(text: string): void {
  const voice = ownVoice();
  if (!voice) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  said.rate = 0.9;
  speechSynthesis.speak(said);
}

export function hush(): void {
  globalThis.speechSynthesis?.cancel();
}
