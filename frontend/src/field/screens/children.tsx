// 全部孩子: everybody of the own area, place by place, whether a visit is due or not.
import { computed, defineComponent, ref } from "vue";
import { itemsOf } from "../bodies.ts";
import { nothing, page, row } from "../parts.tsx";
import { pageOf, turns } from "../paging.tsx";
import { address } from "../routes.ts";
import { items } from "../session.ts";
import { ageWords } from "../words.ts";

const ROWS = 5;

export const Children = defineComponent({
  setup() {
    const at = ref(0);
    const wanted = ref("");
    const all = computed(() =>
      itemsOf(items, "child").sort(
        (one, other) => one.body.place.localeCompare(other.body.place, "zh") || one.body.name.localeCompare(other.body.name, "zh"),
      ),
    );
    const found = computed(() => all.value.filter(({ body }) => `${body.name} ${body.place}`.includes(wanted.value.trim())));
    function typed(event: Event) {
      [wanted.value, at.value] = [(event.target as HTMLInputElement).value, 0];
    }
    return () => {
      const shown = pageOf(found.value, at.value, ROWS);
      const places = [...new Set(shown.map((each) => each.body.place))];
      return page(
        { title: "全部孩子", back: "more" },
        all.value.length > ROWS && (
          <input type="search" autocomplete="off" placeholder="姓名或村名" aria-label="找孩子：姓名或村名" value={wanted.value} onInput={typed} />
        ),
        ...places.map((place) => (
          <section>
            <h2>{place}</h2>
            <ul class="rows">
              {shown
                .filter((each) => each.body.place === place)
                .map(({ key, body }) => row(address("child", key), body.name, [body.sex, ageWords(body.born_on), body.category].filter(Boolean).join(" · ")))}
            </ul>
          </section>
        )),
        !shown.length &&
          (all.value.length ? nothing("没有这个孩子。", "换个写法再找；名单上没有的，请到“更多”里登记。") : nothing("手机里还没有孩子的名单。", "请连上网络，取一次资料。")),
        turns(found.value.length, at, ROWS),
      );
    };
  },
});
