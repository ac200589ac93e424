// Expressions of forms are read as the engine's own grammar reads them: all of the shipped forms, and invented ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { expressionParser, type SyntaxNode } from "../../src/field/xpath_parser.ts";
import { engineGrammar, type Grammar } from "./engine_grammar.ts";

const INVENTED = 3000;
const SEED = 20261123;
const REFUSED = "refused";

function tree(parser: Grammar, expression: string): string {
  const plain = ({ type, text, children }: SyntaxNode): unknown => [type, text, children.map(plain)];
  try {
    return JSON.stringify(plain(parser.parse(expression).rootNode));
  } catch (refusal) {
    assert.match(String(refusal), /syntax error/);
    return REFUSED;
  }
}

// Reads in a row that is the same every time (mulberry32).
function dice(seed: number): (sides: number) => number {
  let at = seed;
  return (sides) => {
    at = (at + 0x6d2b79f5) | 0;
    let turned = Math.imul(at ^ (at >>> 15), 1 | at);
    turned = (turned + Math.imul(turned ^ (turned >>> 7), 61 | turned)) ^ turned;
    return ((turned ^ (turned >>> 14)) >>> 0) % sides;
  };
}

class Inventor {
  readonly #throw = dice(SEED);

  expression(depth: number): string {
    if (depth <= 0) return this.#path(0);
    const made = this.#throw(4);
    if (made < 2) return this.#path(depth);
    if (made === 2) return `-${this.#space()}${this.#path(depth)}`;
    const sign = this.#one("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "|");
    return `${this.expression(depth - 1)}${this.#gap()}${sign}${this.#gap()}${this.expression(depth - 1)}`;
  }

  #path(depth: number): string {
    const made = this.#throw(8);
    if (made === 0) return `/${this.#space()}${this.#steps(depth)}`;
    if (made === 1) return `//${this.#steps(depth)}`;
    if (made === 2) return "/";
    if (made < 5) return this.#steps(depth);
    if (made === 5) return `${this.#primary(depth)}[${this.expression(depth - 1)}]`;
    if (made === 6) return `${this.#primary(depth)}${this.#one("/", "//")}${this.#steps(depth)}`;
    return this.#primary(depth);
  }

  #primary(depth: number): string {
    const made = depth <= 0 ? 0 : this.#throw(3);
    if (made === 0) return this.#one("1", "2.5", ".5", "3.", "'x y'", `"z'"`, "''");
    if (made === 1) return `(${this.#space()}${this.expression(depth - 1)})`;
    const given = Array.from({ length: this.#throw(4) }, () => this.expression(depth - 1));
    // An axis is no function: the engine knows none of that name either.
    return `${this.#one("if", "selected", "count", "p:q", "or", "div", "次数")}${this.#one("", " ")}(${given.join(", ")})`;
  }

  #steps(depth: number): string {
    const more = Array.from({ length: this.#throw(3) }, () => `${this.#space()}${this.#one("/", "//")}${this.#step(depth)}`);
    return this.#step(depth) + more.join("");
  }

  #step(depth: number): string {
    if (this.#throw(4) === 0) return this.#one(".", "..");
    const axis = this.#one("", "", "@", "child::", "ancestor-or-self ::", "self:: ", "following-sibling::");
    const within = depth > 0 && this.#throw(4) === 0 ? `[${this.#space()}${this.expression(depth - 1)} ]` : "";
    return `${axis}${this.#tested()}${within}`;
  }

  #tested(): string {
    const names = ["a", "child", "or", "and", "div", "text", "name-x", "a.b", "姓名", "_1", "p:q", "p : q", "orx"] as const;
    return this.#one(...names, "*", "p:*", "node()", "text( )", "processing-instruction('x')", "processing-instruction()");
  }

  #gap(): string {
    return this.#one("", " ", " ", "\n");
  }

  #space(): string {
    return this.#one("", "", "  ");
  }

  #one(...choices: [string, ...string[]]): string {
    return choices[this.#throw(choices.length)]!;
  }
}

test("invented expressions are read as the engine's grammar reads them, and refused where it refuses them", async () => {
  const grammar = await engineGrammar();
  const inventor = new Inventor();
  let refused = 0;
  for (let each = 0; each < INVENTED; each += 1) {
    const expression = inventor.expression(1 + (each % 4));
    const expected = tree(grammar, expression);
    assert.equal(tree(expressionParser, expression), expected, expression);
    refused += Number(expected === REFUSED);
  }
  assert.ok(refused > 0 && refused < INVENTED / 5, `${refused} refused`);
});

test("what no form may say is refused", () => {
  for (const broken of ["", "a/", "//", "'a", "f(", "f(1,)", "a b", "$x", "--5", "foo::a", "a[1", "(1", "1.5.5", "child()/"]) {
    assert.throws(() => expressionParser.parse(broken), /syntax error/, broken);
  }
});

// The expressions as JSON; Python writes them there, since it makes the forms from their sheets.
const SHIPPED = process.env["GONGHU_EXPRESSIONS"];

test("every expression of the shipped forms is read as the engine's grammar reads it", { skip: !SHIPPED }, async () => {
  const grammar = await engineGrammar();
  const said = JSON.parse(readFileSync(SHIPPED!, "utf8")) as string[];
  assert.ok(said.length > 100, `${said.length} expressions`);
  for (const each of said) assert.equal(tree(expressionParser, each), tree(grammar, each), each);
});
