// The size of the type (字号): large unless somebody chose otherwise. It says nothing of anybody, so it lies in clear.
import { ref } from "vue";

const KEY = "gonghu-type";

export type TypeSize = "large" | "normal";

export const typeSize = ref<TypeSize>(localStorage.getItem(KEY) === "normal" ? "normal" : "large");

// Whoever has made the telephone's own type so large wants it here too.
const LARGE_PX = 20;

function telephoneIsLarge(): boolean {
  const sample = document.body.appendChild(document.createElement("span"));
  sample.style.fontSize = "medium";
  const size = parseFloat(getComputedStyle(sample).fontSize);
  sample.remove();
  return size >= LARGE_PX;
}

// What the deployment and the telephone begin with, for whoever has not chosen.
export function beginWith(deployment: boolean): void {
  const large = deployment || telephoneIsLarge();
  if (localStorage.getItem(KEY) || large === (typeSize.value === "large")) return;
  typeSize.value = large ? "large" : "normal";
  showType();
}

export function chooseType(size: TypeSize): void {
  typeSize.value = size;
  localStorage.setItem(KEY, size);
  showType();
}

export function showType(): void {
  document.documentElement.dataset["type"] = typeSize.value;
}
