// Takes out of the engine of the forms what browsers of today's cheap telephones cannot load.
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const ENGINE = /@getodk[\\/]xforms-engine[\\/]dist[\\/]index\.js$/;
const PARSER = fileURLToPath(new URL("src/field/xpath_parser.ts", import.meta.url));

// Between these lie the loader of two WebAssembly programs and the wait for both: our own parser does what they did.
const FROM = "var treeSitter = {exports: {}};";
const TO = "const expressionParser = await ExpressionParser.init({\n  webTreeSitter,\n  xpathLanguage\n});\n";
const OLDER: readonly [said: string, instead: string][] = [
  // Modules wait for nothing before Chromium 89; all since 76 pass this trial of their blobs.
  ["const BLOB_BEHAVIOR = await detectBlobBehavior();", 'const BLOB_BEHAVIOR = "BLOB_BEHAVIOR_EXPECTED";'],
  // Chromium 88.
  [":not(itemset, repeat)", ":not(itemset):not(repeat)"],
];

function cut(code: string, from: string, to: string): string {
  const [begins, ends] = [code.indexOf(from), code.indexOf(to)];
  if (begins < 0 || ends < begins) throw new Error(`the engine of the forms has changed: ${from}`);
  return code.slice(0, begins) + code.slice(ends + to.length);
}

function swap(code: string, [said, instead]: readonly [string, string]): string {
  if (!code.includes(said)) throw new Error(`the engine of the forms has changed: ${said}`);
  return code.replace(said, instead);
}

export function leanEngine(): Plugin {
  return {
    name: "lean-engine",
    transform: {
      filter: { id: ENGINE },
      handler(code) {
        const kept = OLDER.reduce(swap, cut(code, FROM, TO));
        return { code: `import { expressionParser } from ${JSON.stringify(PARSER)};\n${kept}`, map: null };
      },
    },
  };
}
