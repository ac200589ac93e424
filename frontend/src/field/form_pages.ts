// What stands on one page of a form (表单分页): one question in large type, a section or a part of one otherwise.
import type {
  AnyControlNode,
  GeneralChildNode,
  RepeatRangeUncontrolledNode,
  RootNode,
} from "@getodk/xforms-engine";

export type Asked = AnyControlNode | RepeatRangeUncontrolledNode;
export type FormPage = { heading: string; asked: Asked[] };

// With the four buttons below there are never more than eight things on a screen.
const MOST_ASKED = 4;
// Answers beyond these stand in a list that opens when it is touched …
export const MOST_OPTIONS = 8;
// … and a question with more than so many counts as two.
const FEW_OPTIONS = 5;

// The pages as the answers make them: what is not relevant is not there.
export function pagesOf(root: RootNode, single: boolean): FormPage[] {
  const pages: FormPage[] = [];
  const loose: Asked[] = [];
  const close = () => {
    if (loose.length) pages.push({ heading: "", asked: loose.splice(0) });
  };
  for (const child of root.currentState.children) {
    if (child.nodeType === "group") {
      close();
      const heading = child.currentState.label?.asString ?? "";
      const asked = [...questions([child])];
      if (asked.length) pages.push({ heading, asked });
    } else {
      loose.push(...questions([child]));
    }
  }
  close();
  return pages.flatMap(single ? oneByOne : inParts);
}

// A note that says what does not agree; it is shown once before the next page, and keeps nobody.
export function isWarning(asked: Asked): boolean {
  return asked.nodeType === "note" && asked.appearances["warning"] === true;
}

function weight(asked: Asked): number {
  if (asked.nodeType === "note") return 0;
  if (asked.nodeType === "upload" || asked.nodeType === "repeat-range:uncontrolled") return 2;
  if (asked.nodeType === "input") return asked.valueType === "geopoint" ? 2 : 1;
  const options = asked.nodeType === "select" ? asked.currentState.valueOptions.length : 0;
  return options > FEW_OPTIONS && options <= MOST_OPTIONS ? 2 : 1;
}

// Filled from the front, so that a question that comes up later moves nothing that stands before it.
function inParts(page: FormPage): FormPage[] {
  const parts: FormPage[] = [];
  let asked: Asked[] = [];
  let filled = 0;
  for (const each of page.asked) {
    if (asked.length && filled + weight(each) > MOST_ASKED) {
      parts.push({ heading: page.heading, asked });
      [asked, filled] = [[], 0];
    }
    asked.push(each);
    filled += weight(each);
  }
  return [...parts, { heading: page.heading, asked }];
}

// A signature that nobody has to give; it takes no page of its own.
export function isSignature(asked: Asked): boolean {
  return asked.nodeType === "upload" && asked.appearances["signature"] === true;
}

// A note or a signature stands with the question that follows it, "one more" with the last of what may be repeated.
function oneByOne(page: FormPage): FormPage[] {
  const singles: FormPage[] = [];
  let notes: Asked[] = [];
  for (const each of page.asked) {
    const before = singles.at(-1);
    if (each.nodeType === "repeat-range:uncontrolled" && each.currentState.children.length && before && !notes.length) {
      before.asked.push(each);
      continue;
    }
    notes.push(each);
    if (each.nodeType === "note" || isSignature(each)) continue;
    singles.push({ heading: page.heading, asked: notes });
    notes = [];
  }
  if (notes.length) singles.push({ heading: page.heading, asked: notes });
  return singles;
}

function* questions(nodes: readonly GeneralChildNode[]): Generator<Asked> {
  for (const node of nodes) {
    if (!node.currentState.relevant) continue;
    switch (node.nodeType) {
      case "model-value":
        break;
      case "group":
        yield* questions(node.currentState.children);
        break;
      case "repeat-range:uncontrolled":
      case "repeat-range:controlled":
        for (const instance of node.currentState.children) yield* questions(instance.currentState.children);
        if (node.nodeType === "repeat-range:uncontrolled") yield node;
        break;
      default:
        yield node;
    }
  }
}
