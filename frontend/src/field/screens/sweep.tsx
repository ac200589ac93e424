// 入户摸排: the doors of a round, those that nobody went to first, and what came of each with one tap.
import { computed, defineComponent, ref, type VNode } from "vue";
import { beginAddition, beginFound, tellDoor } from "../beginning.ts";
import { type DoorOutcome, itemOf, type Kept, type SweepBody } from "../bodies.ts";
import { DOOR_WORDS, type DoorHere, doorOf, doorsOf, sweepsOf, sweepWords, villagesOf } from "../doors.ts";
import { notice, nothing, page, row } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address, become } from "../routes.ts";
import { items, records } from "../session.ts";
import { dayWords, today } from "../words.ts";

const ROWS = 4;
// Whoever goes to more villages adds a household at the desk.
const MOST_VILLAGES = 5;
const BUTTONS: readonly [DoorOutcome, string][] = [
  ["VISITED", "已访，没有新发现"],
  ["ABSENT", "没有人在家"],
  ["REFUSED", "家里不同意"],
  ["FOUND", "新发现一个孩子"],
];

export const SweepScreen = defineComponent({
  props: { sweep: { type: String, required: true } },
  setup(props) {
    const at = ref(0);
    const wanted = ref("");
    const said = ref("");
    const rounds = computed(() => sweepsOf(items));
    const shown = computed(() => rounds.value.find((each) => each.key === props.sweep) ?? (rounds.value.length === 1 ? rounds.value[0]! : null));
    const doors = computed(() => (shown.value ? doorsOf(items, records.all, shown.value.key) : []));
    const found = computed(() => {
      const named = doors.value.filter((each) => `${each.number} ${each.label} ${each.village}`.includes(wanted.value.trim()));
      return [...named.filter((each) => !each.outcome), ...named.filter((each) => each.outcome)];
    });
    function typed(event: Event) {
      [wanted.value, at.value] = [(event.target as HTMLInputElement).value, 0];
    }
    function addButton({ code, village }: { code: string; village: string }, _at: number, all: readonly unknown[]): VNode {
      const add = () => beginAddition(shown.value!.key, code, village, wanted.value.trim());
      const begin = () => void add().catch((problem: Error) => (said.value = problem.message));
      return (
        <button type="button" class="is-main" onClick={begin}>
          {all.length > 1 ? `${village}：增加这一户` : "增加这一户"}
        </button>
      );
    }
    return () => {
      if (!shown.value) return roundsPage(rounds.value, at.value, turns(rounds.value.length, at, ROWS));
      const { name, too_many } = shown.value.body;
      const here = pageOf(found.value, at.value, ROWS);
      const villages = [...new Set(here.map((each) => each.village))];
      return page(
        { title: name, back: "forms" },
        <p class="lead">{days(shown.value.body)}</p>,
        too_many ? nothing("户数太多，手机里放不下。", "请在电脑上登记。") : <p class="counts">{sweepWords(doors.value)}</p>,
        said.value && notice("care", <p>{said.value}</p>),
        doors.value.length > 0 && (
          <input type="search" autocomplete="off" placeholder="门牌或叫法" aria-label="找一户：门牌或叫法" value={wanted.value} onInput={typed} />
        ),
        ...villages.map((village) => (
          <section>
            <h2>{village}</h2>
            <ul class="rows">{here.filter((each) => each.village === village).map(doorRow)}</ul>
          </section>
        )),
        doors.value.length > 0 && !here.length && nothing("名单上没有这一户。", "换个写法再找；真的没有，就增加这一户。"),
        doors.value.length > 0 && !here.length && <div class="acts">{villagesOf(items, shown.value.key).slice(0, MOST_VILLAGES).map(addButton)}</div>,
        turns(found.value.length, at, ROWS),
      );
    };
  },
});

function roundsPage(rounds: Kept<"sweep">[], at: number, more: VNode | null): VNode {
  return page(
    { title: "入户摸排", back: "forms" },
    rounds.length ? (
      <ul class="rows">{pageOf(rounds, at, ROWS).map(({ key, body }) => row(address("sweep", key), body.name, days(body)))}</ul>
    ) : (
      nothing("现在没有要摸排的户。", "乡镇（街道）列出名单后，联网取一次资料就会出现在这里。")
    ),
    more,
  );
}

function days(sweep: SweepBody): string {
  return `${dayWords(sweep.from_on)}至${dayWords(sweep.to_on)}`;
}

function doorRow(door: DoorHere): VNode {
  const mark = door.needsCare ? "需处理" : door.outcome ? DOOR_WORDS[door.outcome] : "没有去";
  const detail = [door.head && `户主 ${door.head}`, door.from_door ? "上门时新增" : door.added && "名单外", door.outcome && dayWords(door.seen_on)];
  const number = Number.isFinite(door.number) ? `${door.number}. ` : "";
  return row(address("door", door.key), `${number}${door.label}`, detail.filter(Boolean).join(" · "), mark, door.needsCare);
}

export const DoorScreen = defineComponent({
  props: { door: { type: String, required: true } },
  setup(props) {
    const said = ref("");
    const busy = ref(false);
    const door = computed(() => doorOf(items, records.all, props.door));
    const sweep = computed(() => (door.value ? itemOf(items, "sweep", door.value.sweep) : null));

    async function told(outcome: DoorOutcome) {
      if (!door.value || !sweep.value || busy.value) return;
      busy.value = true;
      const { sweep: back } = door.value;
      // Said after the round, it counts for its last day.
      const seenOn = today() < sweep.value.to_on ? today() : sweep.value.to_on;
      try {
        await tellDoor(door.value, outcome, seenOn);
        if (outcome === "FOUND") await beginFound();
        else become("sweep", back);
      } catch (problem) {
        said.value = problem instanceof Error ? problem.message : String(problem);
      }
      busy.value = false;
    }
    return () => {
      const found = door.value;
      if (!found || !sweep.value) return page({ title: "入户摸排", back: "sweep" }, nothing("这一户不在您的名单上了。", "请回到名单。"));
      const state = found.outcome ? `${DOOR_WORDS[found.outcome]} · ${dayWords(found.seen_on)}` : "没有去";
      const lead = [found.village, found.head && `户主 ${found.head}`, state].filter(Boolean).join(" · ");
      return page(
        { title: found.label, back: "sweep", backKey: found.sweep },
        <p class="lead">{lead}</p>,
        found.needsCare && notice("care", <p>上次填的结果要核对，请到“已填”里看。</p>),
        !Number.isFinite(found.number) && notice("calm", <p>这一户刚在手机上增加，送达以后才能再改结果。</p>),
        said.value && notice("care", <p>{said.value}</p>),
        !Number.isFinite(found.number) ? null : sweep.value.from_on > today() ? (
          nothing("这一轮还没有开始。", `${dayWords(sweep.value.from_on)}起可以登记。`)
        ) : (
          <>
            <p class="hint">{found.outcome ? "登记错了，或者又去了一次：再点一次就改过来。" : "去了这一户怎么样？点一下就登记好了。"}</p>
            <div class="acts">
              {BUTTONS.map(([outcome, words]) => (
                <button type="button" class="is-tall" disabled={busy.value} aria-pressed={found.outcome === outcome ? "true" : "false"} onClick={() => void told(outcome)}>
                  {words}
                </button>
              ))}
            </div>
          </>
        ),
      );
    };
  },
});
