// 设置: size of the type, the PIN, the rescue file, forgetting this telephone.
import { computed, defineComponent, ref } from "vue";
import { forgetForms } from "../blank_forms.ts";
import { notice, page } from "../parts.tsx";
import { rescueFile } from "../rescue.ts";
import { address } from "../routes.ts";
import { closedDatabase, drafts, lock, open, records, session, vault } from "../session.ts";
import { forgetEverything } from "../store.ts";
import { chooseType, typeSize } from "../type_size.ts";

const MEGABYTE = 1 << 20;
const TYPED = "忘记本机";

export const Settings = defineComponent({
  setup() {
    const said = ref("");
    const forgetting = ref(false);
    const typed = ref("");
    const used = ref("");
    const unsent = computed(() => records.all.filter((each) => each.state !== "DELIVERED").length);
    const lost = computed(() => [unsent.value && `${unsent.value} 份还没送达`, drafts.size && `${drafts.size} 份还没填完`].filter(Boolean).join("、"));
    void navigator.storage?.estimate?.().then(async ({ usage = 0 }) => {
      const kept = await navigator.storage.persisted?.();
      used.value = `本机已用 ${(usage / MEGABYTE).toFixed(1)} MB。${kept ? "" : "浏览器空间不足时可能清理，请常联网送达。"}`;
    });

    async function rescue() {
      const { store, outbox } = open();
      const to = await store.read<string>("settings", "rescue_key");
      if (!to) {
        said.value = "请先联网一次，再导出。";
        return;
      }
      const link = document.createElement("a");
      const file = await rescueFile(outbox, to, (await vault.device()) ?? "");
      link.href = URL.createObjectURL(file);
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      const behind = drafts.size ? `没填完的 ${drafts.size} 份不在里面：请填完保存，再导出一次。` : "";
      said.value = `救援文件已导出，里面有 ${unsent.value} 份，请交给督导员。只有系统能打开它。手机里的内容还在。${behind}`;
    }
    async function forget() {
      const database = closedDatabase();
      open().sync.end();
      await forgetEverything(database);
      await forgetForms();
      lock();
      location.replace("/field/");
    }

    return () =>
      page(
        { title: "设置", back: "more" },
        said.value && notice("calm", <p>{said.value}</p>),
        <p class="lead">{[session.me?.name, ...(session.me?.areas ?? [])].filter(Boolean).join(" · ")}</p>,
        <div class="acts">
          <button type="button" onClick={() => chooseType(typeSize.value === "large" ? "normal" : "large")}>
            {typeSize.value === "large" ? "改用普通字号" : "改用大字号"}
          </button>
          <a class="button" href={address("pin")}>
            改 PIN
          </a>
          <button type="button" onClick={() => void rescue().catch((problem: Error) => (said.value = problem.message))}>
            导出救援文件
          </button>
          {forgetting.value ? (
            <div class="question">
              <p class="notice is-care">
                {lost.value
                  ? `手机里有 ${lost.value}，忘记本机后就没有了！要忘记，请输入“${TYPED}”。`
                  : `手机里的资料会全部删除。要继续，请输入“${TYPED}”。`}
              </p>
              <input
                autocomplete="off"
                aria-label={`输入“${TYPED}”`}
                value={typed.value}
                onInput={(event: Event) => (typed.value = (event.target as HTMLInputElement).value)}
              />
              <button type="button" class="is-urgent" disabled={typed.value.trim() !== TYPED} onClick={() => void forget()}>
                确定忘记
              </button>
            </div>
          ) : (
            <>
              <button type="button" onClick={lock}>
                锁上
              </button>
              <button type="button" onClick={() => (forgetting.value = true)}>
                忘记本机
              </button>
            </>
          )}
        </div>,
        <p class="hint">{used.value}</p>,
      );
  },
});
