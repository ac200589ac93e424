// A form (填表): kept at each answer, one question a page in large type.
import type { RootNode } from "@getodk/xforms-engine";
import { computed, defineComponent, onUnmounted, provide, ref, shallowRef } from "vue";
import { FILE_WORK, KEEP_FILE } from "../attachments.tsx";
import { beginFound, resume } from "../beginning.ts";
import { itemOf } from "../bodies.ts";
import type { Bytes } from "../bytes.ts";
import { isWarning, pagesOf } from "../form_pages.ts";
import { refuseFile } from "../file_limits.ts";
import { type Draft, fileNote } from "../outbox.ts";
import { notice, nothing, page, plainPage } from "../parts.tsx";
import { Question } from "../questions.tsx";
import { address, become } from "../routes.ts";
import { drafts, items, open, refresh, session } from "../session.ts";
import { canSpeak, hush, speak } from "../speaking.ts";
import { turned } from "../turned.ts";
import { typeSize } from "../type_size.ts";
import { FULL } from "../words.ts";

// So long a choice is seen before the next question comes.
const SEEN_MS = 250;

export const FormScreen = defineComponent({
  props: { draft: { type: String, required: true } },
  setup(props) {
    const root = shallowRef<RootNode | null>(null);
    const said = ref("");
    const wrong = ref(false);
    const at = ref(0);
    // Pressed once, it is being saved.
    const saves = ref(false);
    let draft: Draft | null = drafts.get(props.draft) ?? null;
    let saving: Promise<void> = Promise.resolve();
    // Answers that are not in the store yet; the page says so, for whoever waits for it.
    let asked = 0;
    // Sent: whatever comes late must not bring the draft back.
    let done = false;
    let next: ReturnType<typeof setTimeout> | undefined;

    const single = computed(() => typeSize.value === "large");
    const pages = computed(() => (root.value ? pagesOf(root.value, single.value) : []));
    const here = computed(() => Math.min(at.value, pages.value.length - 1));

    async function load() {
      if (!draft) return;
      try {
        const opened = await resume(draft);
        root.value = opened.root;
        at.value = draft.step;
        turned();
      } catch (problem) {
        said.value = problem instanceof Error ? problem.message : String(problem);
      }
    }
    // One after the other, each with the answers as they stand when its turn comes.
    function save(): Promise<void> {
      asked += 1;
      document.documentElement.dataset["saving"] = "true";
      saving = saving.then(async () => {
        if (done || !root.value || !draft || !drafts.has(draft.uuid)) return;
        const { answersOf } = await import("../form_engine.ts");
        const { xml } = await answersOf(root.value);
        draft = { ...draft, xml, step: here.value };
        await open().outbox.keep(draft);
        drafts.set(draft.uuid, draft);
      });
      saving = saving.catch(() => {
        said.value = FULL;
      });
      void saving.then(() => {
        asked -= 1;
        if (!asked) delete document.documentElement.dataset["saving"];
      });
      return saving;
    }
    const underWay = new Map<Promise<boolean>, () => void>();
    provide(FILE_WORK, (work, end) => {
      underWay.set(work, end);
      void work.then(() => underWay.delete(work));
    });
    // Whether all of them were kept; what is still being recorded ends here.
    async function filesAreKept(): Promise<boolean> {
      for (const end of underWay.values()) end();
      return (await Promise.all(underWay.keys())).every(Boolean);
    }
    provide(KEEP_FILE, async (name: string, type: string, bytes: Bytes, instead: string) => {
      if (done || !draft || !root.value || !drafts.has(draft.uuid)) return;
      const { answersOf } = await import("../form_engine.ts");
      const { names } = await answersOf(root.value);
      if (session.me) refuseFile(bytes.length, names.filter((each) => each !== instead).length, session.me.settings);
      const note = await fileNote(name, type, bytes);
      await open().outbox.keep({ ...draft, files: [...draft.files, note] }, [{ name, bytes }]);
      // What found no room is not in the draft.
      draft = { ...draft, files: [...draft.files, note] };
    });
    // What does not agree and stood there before the finger came down: it was seen, and holds nobody up.
    let seen = new Set<string>();
    const warnings = () => pages.value[here.value]?.asked.filter(isWarning).map((each) => each.nodeId) ?? [];
    const look = () => (seen = new Set(warnings()));
    function warns(): boolean {
      const fresh = warnings().filter((each) => !seen.has(each));
      look();
      if (fresh.length) scrollTo(0, 0);
      return fresh.length > 0;
    }
    function answered(chosen: boolean) {
      void save();
      if (!chosen) return;
      clearTimeout(next);
      const alone = pages.value[here.value]?.asked.filter((each) => each.nodeType !== "note").length === 1;
      if (single.value && alone && here.value < pages.value.length - 1) next = setTimeout(forward, SEEN_MS);
    }
    function forward() {
      clearTimeout(next);
      const violated = pages.value[here.value]?.asked.some((each) => "violation" in each.validationState && each.validationState.violation);
      wrong.value = !!violated;
      if (violated || warns()) return;
      hush();
      turned();
      at.value = here.value + 1;
      scrollTo(0, 0);
      void save();
    }
    function back() {
      clearTimeout(next);
      hush();
      turned();
      wrong.value = false;
      at.value = Math.max(0, here.value - 1);
    }
    async function finish() {
      clearTimeout(next);
      if (saves.value || warns()) return;
      saves.value = true;
      await finishOnce().finally(() => (saves.value = false));
    }
    async function finishOnce() {
      if (!(await filesAreKept())) return;
      await save();
      const [first] = root.value?.validationState.violations ?? [];
      if (first) {
        wrong.value = true;
        const found = pages.value.findIndex((each) => each.asked.some((one) => one.nodeId === first.nodeId));
        if (found >= 0) at.value = found;
        return;
      }
      await send().catch(() => (said.value = FULL));
    }
    async function send() {
      if (!root.value || !draft) return;
      const { answersOf } = await import("../form_engine.ts");
      const { xml, names } = await answersOf(root.value);
      const dropped = draft.files.filter((each) => !names.includes(each.name));
      draft = { ...draft, xml, files: draft.files.filter((each) => names.includes(each.name)) };
      if (dropped.length) await open().outbox.keep(draft, dropped.map(({ name }) => ({ name, bytes: null })));
      done = true;
      await open().outbox.finish(draft).catch((problem: unknown) => {
        done = false;
        throw problem;
      });
      await refresh();
      if (draft.addition && xml.includes("<outcome>FOUND</outcome>")) await beginFound();
      else become(draft.addition ? "sweep" : "filled", draft.addition?.sweep);
      void open().sync.now();
    }
    function aloud() {
      const asked = pages.value[here.value]?.asked ?? [];
      speak(asked.map((each) => [each.currentState.label?.asString, each.currentState.hint?.asString].filter(Boolean).join("。")).join("。"));
    }
    void load();
    onUnmounted(hush);

    return () => {
      if (!draft) return page({ title: "填表", back: "today" }, nothing("这份草稿已经不在了。", "请回到“今天”。"));
      const shown = pages.value[here.value];
      const child = draft.child ? itemOf(items, "child", draft.child) : null;
      if (!shown) return plainPage(draft.title, said.value ? notice("care", <p>{said.value}</p>) : <p>正在打开……</p>, <a class="button" href={address("today")}>先放下</a>);
      const last = here.value === pages.value.length - 1;
      return plainPage(
        draft.title,
        <p class="progress">
          {[child?.name, shown.heading, `第 ${here.value + 1} 页，共 ${pages.value.length} 页`].filter(Boolean).join(" · ")}
        </p>,
        said.value && notice("care", <p>{said.value}</p>),
        <form autocomplete="off" onSubmit={(event: Event) => event.preventDefault()}>
          {shown.asked.map((each) => (
            <Question key={each.nodeId} node={each} wrong={wrong.value} answered={answered} />
          ))}
        </form>,
        <div class="steps">
          <button type="button" class="is-main" onPointerdown={look} onClick={() => void (last ? finish() : forward())}>
            {saves.value ? "正在保存……" : last ? "填完了，保存" : "下一题"}
          </button>
          {here.value > 0 ? (
            <button type="button" onClick={back}>
              上一题
            </button>
          ) : (
            <a class="button" href={address("record", `drop:${draft.uuid}`)}>
              不填了
            </a>
          )}
          {canSpeak() && (
            <button type="button" onClick={aloud}>
              读一读
            </button>
          )}
          <a class="button" href={address("today")}>
            先放下
          </a>
        </div>,
      );
    };
  },
});
