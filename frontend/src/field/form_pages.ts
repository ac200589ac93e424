// What stands on one page of a form (表单分页): one question in large type, a section otherwise.
import type {
  AnyControlNode,
  GeneralChildNode,
  RepeatRangeUncontrolledNode,
  RootNode,
} from "@getodk/xforms-engine";

export type Asked = AnyControlNode | RepeatRangeUncontrolledNode;
export type FormPage = { heading: string; asked: Asked[] };

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
  return single ? pages.flatMap(oneByOne) : pages;
}

// A note stands with the question that follows it, "one more" with the last question of what may be repeated.
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
    if (each.nodeType === "note") continue;
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
