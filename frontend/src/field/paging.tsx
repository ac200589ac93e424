// A list in short pages (分页): never more on one screen than can be taken in.
import type { Ref, VNode } from "vue";
import { turned } from "./turned.ts";

export function pageOf<T>(all: readonly T[], at: number, size: number): T[] {
  return all.slice(at * size, (at + 1) * size);
}

export function turns(total: number, at: Ref<number>, size: number): VNode | null {
  if (total <= size) return null;
  const pages = Math.ceil(total / size);
  const last = at.value >= pages - 1;
  return (
    <div class="turns">
      <button type="button" onClick={() => (turned(), (at.value = last ? 0 : at.value + 1))}>
        {last ? "回到第一页" : "下一页"}
      </button>
      <span>
        第 {at.value + 1} 页，共 {pages} 页
      </span>
    </div>
  );
}
