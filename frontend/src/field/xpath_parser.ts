// Reads the expressions of forms (XPath 表达式解析), in place of the WebAssembly that the engine brings for it.
//
// Browsers before Chromium 97 refuse WebAssembly under this app's content policy, and a cheap telephone takes a second
// to compile it. The nodes have the names of the engine's own grammar (@getodk/tree-sitter-xpath); a test holds every
// expression of the shipped forms, and thousands of invented ones, against that grammar.

export type SyntaxNode = { type: string; text: string; children: SyntaxNode[] };
export type SyntaxTree = { rootNode: SyntaxNode };

type Operators = readonly (readonly [sign: RegExp, type: string])[];

// The weakest first; each binds its left side first.
const BINARY: readonly Operators[] = [
  [[/or/y, "or_expr"]],
  [[/and/y, "and_expr"]],
  [[/!=/y, "ne_expr"], [/=/y, "eq_expr"]],
  [[/<=/y, "lte_expr"], [/</y, "lt_expr"], [/>=/y, "gte_expr"], [/>/y, "gt_expr"]],
  [[/\+/y, "addition_expr"], [/-/y, "subtraction_expr"]],
  [[/\*/y, "multiplication_expr"], [/div/y, "division_expr"], [/mod/y, "modulo_expr"]],
];

const START =
  "_a-zA-Z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}" +
  "\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";
const INNER = `${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;
const NAME = new RegExp(`[${START}][${INNER}]*`, "uy");
const NUMBER = /\d+(?:\.\d*)?|\.\d+/y;
const LITERAL = /"[^"]*"|'[^']*'/y;
const NODE_TYPE = /(?:comment|node|processing-instruction|text)\s*\(\s*\)/y;
const INSTRUCTION = /processing-instruction\s*\((?=\s*["'])/y;
const AXIS =
  /(?:ancestor-or-self|ancestor|attribute|child|descendant-or-self|descendant|following-sibling|following|namespace|parent|preceding-sibling|preceding|self)(?=\s*::)/y;
const FUNCTION = new RegExp(`[${START}][${INNER}]*(?:\\s*:\\s*[${START}][${INNER}]*)?(?=\\s*\\()`, "uy");
const PRIMARY_SIGN = /["'(\d]|\.\d/y;
const OPERATOR_WORD = new RegExp(`(?:or|and)(?![${INNER}])`, "uy");

const kept = new Map<string, SyntaxTree>();

// What the engine asks; a broken expression is refused.
export const expressionParser = {
  parse(expression: string): SyntaxTree {
    let tree = kept.get(expression);
    if (!tree) kept.set(expression, (tree = { rootNode: new Reader(expression).whole() }));
    return tree;
  },
};

class Reader {
  #at = 0;
  // Where the last sign that was taken ends: the text of a node has no space behind it.
  #end = 0;
  readonly #said: string;

  constructor(said: string) {
    this.#said = said;
  }

  whole(): SyntaxNode {
    const from = this.#here();
    const expr = this.#expr();
    if (this.#here() !== this.#said.length) this.#refuse();
    return { type: "xpath", text: this.#said.slice(from), children: [expr] };
  }

  #expr(): SyntaxNode {
    const from = this.#here();
    return this.#node("expr", from, [this.#binary(0)]);
  }

  #binary(level: number): SyntaxNode {
    const operators = BINARY[level];
    if (!operators) return this.#unary();
    const from = this.#here();
    let left = this.#binary(level + 1);
    for (;;) {
      const type = operators.find(([sign]) => this.#took(sign))?.[1];
      if (!type) return left;
      left = this.#node(type, from, [left, this.#binary(level + 1)]);
    }
  }

  #unary(): SyntaxNode {
    const from = this.#here();
    return this.#took(/-/y) ? this.#node("unary_expr", from, [this.#union()]) : this.#union();
  }

  #union(): SyntaxNode {
    const from = this.#here();
    let left = this.#path();
    while (this.#took(/\|/y)) left = this.#node("union_expr", from, [left, this.#path()]);
    return left;
  }

  #path(): SyntaxNode {
    const from = this.#here();
    const twice = this.#leaf(/\/\//y, "//");
    if (twice) {
      const below = this.#node("abbreviated_absolute_location_path", from, [twice, ...this.#steps()]);
      return this.#node("absolute_location_path", from, [below]);
    }
    const root = this.#leaf(/\//y, "absolute_root_location_path");
    if (root) return this.#node("absolute_location_path", from, [root, ...(this.#stepFollows() ? this.#steps() : [])]);
    if (this.#primaryFollows()) return this.#filterPath(from);
    return this.#node("relative_location_path", from, this.#steps());
  }

  #stepFollows(): boolean {
    return !this.#is(OPERATOR_WORD) && (this.#is(NAME) || this.#is(/[@*]|\.(?!\d)/y));
  }

  #primaryFollows(): boolean {
    if (this.#is(PRIMARY_SIGN)) return true;
    return this.#is(FUNCTION) && !this.#is(NODE_TYPE) && !this.#is(INSTRUCTION);
  }

  #filterPath(from: number): SyntaxNode {
    const filter = this.#node("filter_expr", from, [this.#primary(), ...this.#predicates()]);
    const twice = this.#leaf(/\/\//y, "//");
    const steps = twice ? [twice, ...this.#steps()] : this.#took(/\//y) ? this.#steps() : [];
    return this.#node("filter_path_expr", from, [filter, ...steps]);
  }

  #primary(): SyntaxNode {
    if (this.#took(/\(/y)) {
      const inside = this.#expr();
      this.#must(/\)/y);
      return inside;
    }
    return this.#leaf(LITERAL, "string_literal") ?? this.#leaf(NUMBER, "number") ?? this.#call();
  }

  #call(): SyntaxNode {
    const from = this.#here();
    const name = this.#node("function_name", from, [this.#qualifiedName()]);
    const given: SyntaxNode[] = [];
    this.#must(/\(/y);
    if (!this.#took(/\)/y)) {
      do given.push(this.#argument());
      while (this.#took(/,/y));
      this.#must(/\)/y);
    }
    return this.#node("function_call", from, [name, ...given]);
  }

  #argument(): SyntaxNode {
    const from = this.#here();
    return this.#node("argument", from, [this.#expr()]);
  }

  #steps(): SyntaxNode[] {
    const steps = [this.#step()];
    for (;;) {
      const twice = this.#leaf(/\/\//y, "//");
      if (twice) steps.push(twice);
      else if (!this.#took(/\//y)) return steps;
      steps.push(this.#step());
    }
  }

  #step(): SyntaxNode {
    const from = this.#here();
    const short = this.#leaf(/\.\./y, "parent") ?? this.#leaf(/\./y, "self");
    if (short) return this.#node("step", from, [this.#node("abbreviated_step", from, [short])]);
    return this.#node("step", from, [this.#test(), ...this.#predicates()]);
  }

  #test(): SyntaxNode {
    const from = this.#here();
    if (this.#took(/@/y)) return this.#node("abbreviated_axis_test", from, [this.#nodeTest()]);
    const axis = this.#leaf(AXIS, "axis_name");
    if (!axis) return this.#node("node_test", from, [this.#nodeTest()]);
    this.#must(/::/y);
    return this.#node("axis_test", from, [axis, this.#nodeTest()]);
  }

  #nodeTest(): SyntaxNode {
    const from = this.#here();
    const any = this.#leaf(/\*/y, "unprefixed_wildcard_name_test") ?? this.#leaf(NODE_TYPE, "node_type_test");
    if (any) return any;
    if (!this.#took(INSTRUCTION)) return this.#qualifiedName();
    const target = this.#leaf(LITERAL, "string_literal") ?? this.#refuse();
    this.#must(/\)/y);
    return this.#node("processing_instruction_name_test", from, [target]);
  }

  #qualifiedName(): SyntaxNode {
    const from = this.#here();
    const name = this.#leaf(NAME, "unprefixed_name") ?? this.#refuse();
    if (!this.#took(/:(?!:)/y)) return name;
    const prefix = { ...name, type: "prefix" };
    if (this.#took(/\*/y)) return this.#node("prefixed_wildcard_name_test", from, [prefix]);
    return this.#node("prefixed_name", from, [prefix, this.#leaf(NAME, "local_part") ?? this.#refuse()]);
  }

  #predicates(): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let from = this.#here(); this.#took(/\[/y); from = this.#here()) {
      const inside = this.#expr();
      this.#must(/\]/y);
      found.push(this.#node("predicate", from, [inside]));
    }
    return found;
  }

  #node(type: string, from: number, children: SyntaxNode[]): SyntaxNode {
    return { type, text: this.#said.slice(from, this.#end), children };
  }

  #leaf(sign: RegExp, type: string): SyntaxNode | null {
    const from = this.#here();
    return this.#took(sign) ? this.#node(type, from, []) : null;
  }

  // The place of the next sign, behind any space.
  #here(): number {
    while (/\s/.test(this.#said.charAt(this.#at))) this.#at += 1;
    return this.#at;
  }

  #is(sign: RegExp): boolean {
    sign.lastIndex = this.#here();
    return sign.test(this.#said);
  }

  #took(sign: RegExp): boolean {
    if (!this.#is(sign)) return false;
    this.#at = this.#end = sign.lastIndex;
    return true;
  }

  #must(sign: RegExp): void {
    if (!this.#took(sign)) this.#refuse();
  }

  #refuse(): never {
    throw new Error(`Expression has syntax error: ${this.#said}`);
  }
}
