// The grammar that the engine of the forms brings (表达式的参照语法), taken out of its file: what our parser is held against.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SyntaxTree } from "../../src/field/xpath_parser.ts";

const FROM = "function _mergeNamespaces$1(";
const TO = "const expressionParser = await ExpressionParser.init({\n  webTreeSitter,\n  xpathLanguage\n});\n";
// What the loader asks of Node.
const AROUND = `import * as files from "node:fs";
import * as paths from "node:path";
const __dirname = "";
const require$$0$1 = { ...files, ...paths };
`;

export type Grammar = { parse(expression: string): SyntaxTree };

export async function engineGrammar(): Promise<Grammar> {
  const engine = readFileSync(createRequire(import.meta.url).resolve("@getodk/xforms-engine"), "utf8");
  const [from, to] = [engine.indexOf(FROM), engine.indexOf(TO)];
  if (from < 0 || to < from) throw new Error("the engine of the forms has changed: see vite.engine.ts");
  const path = join(mkdtempSync(join(tmpdir(), "gonghu-grammar-")), "grammar.mjs");
  writeFileSync(path, `${AROUND}${engine.slice(from, to)}${TO}export { expressionParser };\n`);
  return ((await import(path)) as { expressionParser: Grammar }).expressionParser;
}
