// The size of the type (字号): large unless somebody chose otherwise. It says nothing of anybody, so it lies in clear.
import { ref } from "vue";

const KEY = "gonghu-type";

export type TypeSize = "large" | "normal";

export const typeSize = ref<TypeSize>(localStorage.getItem(KEY) === "normal" ? "normal" : "large");

// What the deployment begins with, for whoever has not chosen.
export function beginWith(large: boolean): void {
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
