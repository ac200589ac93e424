// One question (题目), whatever its kind: large, with its words above it and what is wrong below.
import type {
  AnyInputNode,
  RepeatRangeUncontrolledNode,
  SelectNode,
  TriggerNode,
} from "@getodk/xforms-engine";
import { defineComponent, type PropType, type VNode } from "vue";
import { Attachment } from "./attachments.tsx";
import { type Asked, isWarning, MOST_OPTIONS } from "./form_pages.ts";
import { NumberBox } from "./number_box.tsx";
import { notice } from "./parts.tsx";
import { Position } from "./position.tsx";
import { dayWords, today } from "./words.ts";

const NUMBERS: readonly string[] = ["int", "decimal"];
const STILL_MS = 700;
const DAY_MS = 24 * 3600 * 1000;

type Act = () => void;

export const Question = defineComponent({
  props: {
    node: { type: Object as PropType<Asked>, required: true },
    wrong: { type: Boolean, default: false },
    // Called after an answer was changed; chosen tells that it was one choice of several.
    answered: { type: Function as PropType<(chosen: boolean) => void>, required: true },
  },
  setup(props) {
    return () => {
      const { node } = props;
      const { label, hint, required } = node.currentState;
      const said = (label?.asString ?? "").trim();
      const id = `q-${node.nodeId.replace(/\W/g, "-")}`;
      const violation = "violation" in node.validationState ? node.validationState.violation : null;
      const words = violation?.message?.asString || (violation?.condition === "required" ? "请回答这一题。" : "这个答案不对，请改一下。");
      if (node.nodeType === "note" && isWarning(node)) return notice("care", <p>{said}</p>);
      if (node.nodeType === "note") return <p class="note">{said || hint?.asString}</p>;
      return (
        <div class={["question", props.wrong && violation && "is-wrong"]} role="group" aria-labelledby={id}>
          <p class="question-label" id={id}>
            {said}
            {!required && node.nodeType !== "repeat-range:uncontrolled" && <span class="optional">（选填）</span>}
          </p>
          {hint && <p class="hint">{hint.asString}</p>}
          {control(node, id, props.answered)}
          {props.wrong && violation && (
            <p class="wrong" role="alert">
              {words}
            </p>
          )}
        </div>
      );
    };
  },
});

function control(node: Exclude<Asked, { nodeType: "note" }>, id: string, answered: (chosen: boolean) => void): VNode {
  const typed = () => answered(false);
  switch (node.nodeType) {
    case "select":
      return node.currentState.valueOptions.length > MOST_OPTIONS && node.selectType !== "select"
        ? longList(node, id, answered)
        : choices(node, id, answered);
    case "input":
      if (node.valueType === "geopoint") return <Position node={node} answered={typed} />;
      return node.valueType === "date" ? dateInput(node, id, typed) : textInput(node, id, typed);
    case "upload":
      return <Attachment node={node} answered={typed} />;
    case "trigger":
      return acknowledgement(node, typed);
    case "range":
      return <NumberBox id={id} value={String(node.currentState.value ?? "")} decimal set={(value) => (node.setValue(value === "" ? null : Number(value)), typed())} />;
    case "repeat-range:uncontrolled":
      return repetition(node, typed);
    default:
      return <p class="hint">这一题请在电脑上填写，可以先跳过。</p>;
  }
}

function choices(node: SelectNode, id: string, answered: (chosen: boolean) => void): VNode {
  const single = node.selectType !== "select";
  const choose = (value: string) => {
    if (single) node.selectValue(value);
    else if (node.isSelected(value)) node.selectValues(node.currentState.value.filter((each) => each !== value));
    else node.selectValues([...node.currentState.value, value]);
    answered(single);
  };
  return (
    <div class="options" role={single ? "radiogroup" : "group"} aria-labelledby={id}>
      {node.currentState.valueOptions.map((option) => (
        <label class={["option", node.isSelected(option.value) && "is-chosen"]} key={option.value}>
          <input
            type={single ? "radio" : "checkbox"}
            name={id}
            autocomplete="off"
            checked={node.currentState.value.includes(option.value)}
            onChange={() => choose(option.value)}
          />
          <span>{option.label.asString}</span>
        </label>
      ))}
    </div>
  );
}

// Too many to stand there at once: a box that opens the telephone's own list.
function longList(node: SelectNode, id: string, answered: (chosen: boolean) => void): VNode {
  const [chosen = ""] = node.currentState.value;
  const choose = (event: Event) => {
    node.selectValues([(event.target as HTMLSelectElement).value].filter(Boolean));
    answered(true);
  };
  return (
    <select aria-labelledby={id} autocomplete="off" value={chosen} onChange={choose}>
      <option value="">点这里选</option>
      {node.currentState.valueOptions.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label.asString}
        </option>
      ))}
    </select>
  );
}

function textInput(node: AnyInputNode, id: string, answered: Act): VNode {
  const value = String(node.currentState.value ?? "");
  const set = (text: string) => {
    (node.setValue as (value: string | null) => void)(text);
    answered();
  };
  if (NUMBERS.includes(node.valueType)) return <NumberBox id={id} value={value} decimal={node.valueType === "decimal"} set={set} />;
  const rows = (node.nodeOptions as { rows?: number | null } | null)?.rows ?? (node.appearances.multiline ? 4 : null);
  const typed = (event: Event) => {
    clearTimeout(stillness);
    set((event.target as HTMLInputElement).value);
  };
  const kind = node.valueType === "time" ? "time" : "text";
  const shared = { autocomplete: "off", "aria-labelledby": id, value, onChange: typed, onInput: whenStill(typed) };
  return rows ? <textarea rows={rows} {...shared} /> : <input type={kind} {...shared} />;
}

let stillness: ReturnType<typeof setTimeout>;

// What is being written is kept whenever the hand rests, not only when the field is left.
function whenStill(typed: (event: Event) => void): (event: Event) => void {
  return (event) => {
    clearTimeout(stillness);
    if (!(event as InputEvent).isComposing) stillness = setTimeout(() => typed(event), STILL_MS);
  };
}

// The days that are asked for most stand as buttons.
function dateInput(node: AnyInputNode, id: string, answered: Act): VNode {
  const value = String(node.currentState.value ?? "");
  const set = (day: string) => {
    (node.setValue as (value: string | null) => void)(day || null);
    answered();
  };
  const yesterday = today(new Date(Date.now() - DAY_MS));
  return (
    <div class="dates" role="group" aria-labelledby={id}>
      {[["今天", today()] as const, ["昨天", yesterday] as const].map(([words, day]) => (
        <button type="button" aria-pressed={value === day ? "true" : "false"} onClick={() => set(day)}>
          {words}
        </button>
      ))}
      <label class="button date">
        {value && value !== today() && value !== yesterday ? dayWords(value) : "其他日期"}
        <input
          type="date"
          autocomplete="off"
          aria-label="其他日期"
          value={value}
          onClick={(event: Event) => (event.target as HTMLInputElement).showPicker?.()}
          onChange={(event: Event) => set((event.target as HTMLInputElement).value)}
        />
      </label>
    </div>
  );
}

function acknowledgement(node: TriggerNode, answered: Act): VNode {
  return (
    <label class={["option", node.currentState.value && "is-chosen"]}>
      <input
        type="checkbox"
        autocomplete="off"
        checked={node.currentState.value}
        onChange={(event: Event) => (node.setValue((event.target as HTMLInputElement).checked), answered())}
      />
      <span>知道了</span>
    </label>
  );
}

function repetition(node: RepeatRangeUncontrolledNode, answered: Act): VNode {
  const count = node.currentState.children.length;
  return (
    <div class="repetition">
      {count > 0 && <p>已填 {count} 项。</p>}
      <button type="button" onClick={() => (node.addInstances(), answered())}>
        {count ? "再加一项" : "加一项"}
      </button>
      {count > 0 && (
        <button type="button" onClick={() => (node.removeInstances(count - 1), answered())}>
          去掉最后一项
        </button>
      )}
    </div>
  );
}
